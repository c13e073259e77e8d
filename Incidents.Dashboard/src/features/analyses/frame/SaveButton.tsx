import { fileNameOf, saveTable } from '@shared/export/save'
import { useConnection } from '@shared/graphql/connection'
import { Button } from '@shared/ui/Button'
import type { Geometry } from 'geojson'
import { useTranslation } from 'react-i18next'
import type { ExportFacts } from './facts'
import type { Column } from './ResultTable'
import styles from './ResultTable.module.css'

interface Props<Row> {
  readonly name: string
  readonly facts: ExportFacts
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly geometry: ((row: Row) => Geometry) | undefined
}

/** Saves all rows with what they are: as CSV, and as GeoJSON where they have a place. */
export function SaveButton<Row>({ name, facts, columns, rows, geometry }: Props<Row>) {
  const { t } = useTranslation('analyses')
  const { simulated } = useConnection()
  const table = () => ({
    name: fileNameOf(name, facts.area, facts.period?.from ?? '', facts.period?.to ?? ''),
    facts: { ...facts, source: location.href, simulated },
    columns: columns.map(({ key, value }) => ({ name: key, of: value })),
    rows,
  })
  return (
    <div className={styles['save']}>
      <Button quiet onPress={() => saveTable({ ...table(), format: 'csv' })}>
        {t('saveCsv')}
      </Button>
      {geometry === undefined ? null : (
        <Button quiet onPress={() => saveTable({ ...table(), geometry, format: 'geojson' })}>
          {t('saveGeoJson')}
        </Button>
      )}
    </div>
  )
}
