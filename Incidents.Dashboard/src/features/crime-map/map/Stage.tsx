import styles from './Stage.module.css'
import { Loading } from '@shared/ui/states'
import type { Found } from '@shared/map/MapSearch'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { Suspense, lazy, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CellCard } from '../cells/CellCard'
import type { Pointed } from './CellMap'
import type { CellSet } from '../cells/cellSet'
import type { Cell } from '../cells/cells'
import type { PartlyCovered } from '../cells/useTownCoverage'
import type { View } from './view'

const CellMap = lazy(() => import('./CellMap'))

interface Props {
  readonly cells: CellSet | undefined
  /** Towns without data of some or all of the days. */
  readonly partly: readonly PartlyCovered[]
  readonly view: View
  readonly marked: Cell | undefined
  /** The place that was searched and found. */
  readonly found: Found | undefined
  /** The boundaries are those of this day. */
  readonly day: string
  readonly onMap: (map: MapLibreMap | undefined) => void
  readonly onView: (view: View) => void
  readonly onChoose: (cell: Cell | undefined) => void
  /** More about the marked cell. */
  readonly details?: ReactNode
}

/** The map, and beside the pointer what is known of the cell under it. */
export function Stage({ cells, partly, view, marked, found, day, onMap, onView, onChoose, details }: Props) {
  const { t } = useTranslation('crime-map')
  const [pointed, setPointed] = useState<Pointed>()
  return (
    <>
      <Suspense
        fallback={
          <div className={styles['loading']}>
            <Loading />
          </div>
        }
      >
        <CellMap
          label={t('mapLabel')}
          view={view}
          cells={cells}
          partly={partly}
          marked={marked}
          found={found}
          day={day}
          onMap={onMap}
          onView={onView}
          onPoint={setPointed}
          onChoose={onChoose}
        />
      </Suspense>
      {cells && pointed ? <CellCard cells={cells} cell={pointed.cell} at={pointed} /> : null}
      {cells && marked ? (
        <CellCard cells={cells} cell={marked} onClose={() => onChoose(undefined)}>
          {details}
        </CellCard>
      ) : null}
    </>
  )
}
