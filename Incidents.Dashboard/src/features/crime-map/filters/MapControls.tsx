import { useCatalogue, type NamedCity } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { ChoiceField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { Toggle } from '@shared/ui/Toggle'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { KnownAtControl } from './KnownAtControl'
import { PeriodControls } from './PeriodControls'
import { sideMetres } from '../cells/cells'
import { cellZooms, maps, measures, significances, type Change } from '../search/search'
import type { Settings } from '../search/settings'
import controls from './controls.module.css'

interface Props {
  readonly settings: Settings
  readonly towns: readonly NamedCity[]
  /** The first day with anything counted, where that is known. */
  readonly begin: string | null
  readonly onChange: (change: Change) => void
}

/** What is counted, where and when, and which map is made of it. */
export const MapControls = memo(function MapControls({ settings, towns, begin, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const { categories } = useCatalogue()
  const mayAnalysis = useMay('analysis')
  const offered = maps.filter((map) => map !== 'hotSpots' || mayAnalysis)
  const town = towns.find(({ code }) => code === settings.city)
  const latitude = town?.bounds ? (town.bounds.south + town.bounds.north) / 2 : 0
  return (
    <>
      <Toggle
        label={t('map')}
        value={settings.map}
        options={offered.map((map) => ({ value: map, content: t(`maps.${map}`), label: t(`maps.${map}`) }))}
        onChange={(map) => onChange({ map: map === 'counts' ? undefined : map })}
      />
      <div className={controls['fields']}>
        <ChoiceField
          label={t('measure')}
          value={settings.measure}
          options={measures.map((measure) => ({ value: measure, name: t(`measures.${measure}`) }))}
          onChange={(measure) => onChange({ measure: measure === 'INCIDENTS' ? undefined : measure })}
        />
        <MultiPicker
          label={t('categories')}
          options={categories}
          value={settings.categories}
          onChange={(category) => onChange({ category })}
        />
        <ChoiceField
          label={t('town')}
          value={settings.city ?? ''}
          options={towns.map(({ code, name }) => ({ value: code, name }))}
          onChange={(city) => onChange({ city, at: undefined })}
        />
        <ChoiceField
          label={t('cellSize')}
          value={settings.cells}
          options={cellZooms.map((zoom) => ({
            value: zoom,
            name: t('metres', { metres: number(Math.round(sideMetres(Number(zoom), latitude) / 10) * 10) }),
          }))}
          onChange={(cells) => onChange({ cells: cells === '17' ? undefined : cells, cell: undefined })}
        />
      </div>
      <PeriodControls settings={settings} begin={begin} onChange={onChange} />
      {settings.map === 'hotSpots' ? (
        <ChoiceField
          label={t('significance')}
          value={settings.significance}
          options={significances.map((kind) => ({ value: kind, name: t(`significances.${kind}`) }))}
          onChange={(kind) => onChange({ significance: kind === 'SKEW_CORRECTED' ? undefined : kind })}
        />
      ) : null}
      <KnownAtControl settings={settings} onChange={onChange} />
    </>
  )
})
