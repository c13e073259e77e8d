import type { NamedCity } from '@shared/catalogue/useCatalogue'
import { extentOf } from '@shared/map/extentOf'
import { MapSearch, type Found } from '@shared/map/MapSearch'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { usePinned } from '@shared/routing/useHistory'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CellTable } from './cells/CellTable'
import { ConcentrationPanel } from './concentration/ConcentrationPanel'
import { ExportMenu } from './export/ExportMenu'
import { HoursPanel } from './hours/HoursPanel'
import { LayoutToggle } from './filters/LayoutToggle'
import { Legend } from './legend/Legend'
import { MapControls } from './filters/MapControls'
import { MapState } from './map/MapState'
import { Stage } from './map/Stage'
import { TimeBar } from './time/TimeBar'
import { within } from './cells/cellSet'
import { edgesOf, writeCell, type Cell } from './cells/cells'
import type { Change, CrimeMapSearch } from './search/search'
import { useSettings } from './search/useSettings'
import { useCells } from './cells/useCells'
import { useTownCounts } from './cells/useTownCounts'
import { useTownCoverage } from './cells/useTownCoverage'
import { useHome } from './map/useHome'
import { useDays } from './time/useDays'
import { cornersOf, polygonOf, squareKilometres, writeWithin } from '@shared/area/area'
import { IncidentsHere } from './selection/IncidentsHere'
import { SelectionCard } from './selection/SelectionCard'
import { SelectionPanel } from './selection/SelectionPanel'
import { useArea } from './selection/useArea'
import { useAreaOnMap } from './selection/useAreaOnMap'
import { useDrawing, type Drawing } from './selection/useDrawing'
import { SavedViews } from './views/SavedViews'
import { PrintHead } from '@shared/print/PrintHead'
import { useSheet } from './export/useSheet'
import { usePlayback } from './time/usePlayback'
import { useSize } from './map/useSize'
import { around, boundsOf, fitted, readView, writeView, type Bounds } from './map/view'
import { useCovered } from './map/useCovered'
import { classes } from '@shared/ui/classes'
import styles from './CrimeMap.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly search: CrimeMapSearch
  /** A passing change is not worth an entry of the history. */
  readonly onChange: (change: Change, isPassing?: boolean) => void
  readonly today: string
  readonly towns: readonly (NamedCity & { readonly bounds: Bounds })[]
}

export function CrimeMap({ search, onChange: change, today, towns }: Props) {
  const { t } = useTranslation('crime-map')
  const settings = useSettings(search, today, towns)
  const town = towns.find(({ code }) => code === settings.city) ?? towns[0]
  const whole = useMemo(() => around(towns.map(({ bounds }) => bounds)), [towns])
  const { from, to } = settings.period
  const pin = useCallback(() => change({ from, to }, true), [change, from, to])
  usePinned(search.from !== undefined && search.to !== undefined, pin)
  if (!whole || !town) throw new Error('The map needs a town with bounds.')

  const { partly, comparable } = useTownCoverage(settings, towns)
  const cells = useCells(settings, { whole, town: town.bounds }, comparable)
  const days = useDays(settings)
  const townCounts = useTownCounts(settings, town, whole)
  const [frame, size] = useSize()
  const covered = useCovered()
  const home = useHome(cells.data, town)
  const view = useMemo(() => readView(search.at) ?? fitted(home, size, covered), [search.at, home, size, covered])
  const inView = useMemo(() => (cells.data ? within(cells.data, boundsOf(view, size)) : []), [cells.data, view, size])
  const [map, setMap] = useState<MapLibreMap>()
  const [found, setFound] = useState<Found>()
  const find = (place: Found | undefined) => {
    setFound(place)
    if (place) change({ at: writeView(fitted(extentOf(place), size, covered)), layout: undefined })
  }

  const area = useArea(settings.area, settings.period.to, cells.data)
  const [drawing, setDrawing] = useState<Drawing>()
  const corners = useDrawing(settings.asTable ? undefined : map, drawing, (points) => {
    setDrawing(undefined)
    if (points) change({ within: writeWithin(points), boundary: undefined, cell: undefined })
  })
  useAreaOnMap(map, corners.length > 0 ? polygonOf(corners) : area?.geometry)

  // What was counted is read before the map is made, which takes the browser longest; then the map begins where the counts are.
  const isMapDue = cells.data !== undefined || cells.error !== undefined || map !== undefined
  const playback = usePlayback({
    settings,
    first: days.first,
    isReady: cells.data !== undefined && !cells.isRefreshing,
    onChange: change,
  })

  const sheet = useSheet({ cells: cells.data, inView, settings, partly, town: townCounts })
  return (
    <div className={styles['crimeMap']} data-fills>
      {sheet ? (
        <PrintHead
          title={sheet.title}
          facts={[{ label: sheet.legend.title, value: sheet.legend.about.join('; ') }, ...sheet.facts]}
        />
      ) : null}
      <search className={classes(styles['controls'], panel['panel'])} aria-label={t('filters')}>
        <div className={styles['head']}>
          <LayoutToggle settings={settings} onChange={change} />
          <SavedViews search={search} settings={settings} onChange={change} />
          <ExportMenu
            answer={cells}
            inView={inView}
            selected={area?.cells}
            map={map}
            settings={settings}
            partly={partly}
            town={townCounts}
            view={boundsOf(view, size)}
            towns={towns}
          />
        </div>
        <MapSearch near={view} onFound={find} />
        <MapControls settings={settings} towns={towns} begin={days.begin} onChange={change} />
        <SelectionPanel
          settings={settings}
          view={boundsOf(view, size)}
          drawing={drawing}
          onDraw={map && !settings.asTable ? setDrawing : undefined}
          onChange={change}
        />
        <HoursPanel settings={settings} onChange={change} />
        <ConcentrationPanel town={townCounts} bounds={town.bounds} settings={settings} />
      </search>
      <div ref={frame} className={styles['stage']} data-layout={settings.asTable ? 'table' : 'map'}>
        {settings.asTable ? (
          <CellTable
            cells={cells.data}
            inView={inView}
            settings={settings}
            partly={partly}
            onChoose={(cell) => change({ cell: writeCell(cell), layout: undefined })}
          />
        ) : size.width === 0 || !isMapDue ? null : (
          <Stage
            cells={cells.data}
            partly={partly}
            view={view}
            marked={settings.cell}
            found={found}
            day={settings.period.to}
            onMap={setMap}
            onView={(next) => change({ at: writeView(next) })}
            onChoose={(cell) => {
              if (!drawing) change({ cell: cell && writeCell(cell) })
            }}
            details={
              settings.cell && cells.data ? (
                <IncidentsHere
                  place={{ kind: 'cell', cell: settings.cell }}
                  settings={settings}
                  squareKilometres={squareKilometres(polygonOf(cornersOfCell(settings.cell)))}
                  daysCovered={cells.data.coverage.covered}
                  town={townCounts}
                />
              ) : null
            }
          />
        )}
        {cells.data && settings.area && (settings.asTable || !settings.cell) ? (
          <SelectionCard
            settings={settings}
            area={area}
            cells={cells.data}
            town={townCounts}
            onClose={() => change({ within: undefined, boundary: undefined })}
          />
        ) : null}
        <MapState answer={cells} />
      </div>
      {cells.data && (
        <Legend
          cells={cells.data}
          inView={inView}
          settings={settings}
          partly={partly}
          town={townCounts}
          onChange={change}
        />
      )}
      <TimeBar settings={settings} days={days} playback={playback} onChange={change} />
    </div>
  )
}

function cornersOfCell(cell: Cell) {
  const { west, south, east, north } = edgesOf(cell)
  return cornersOf(west, south, east, north)
}
