import i18next from 'i18next'
import { formatOf } from '../format/format'
import { isLanguage } from '../i18n/i18n'
import { toast } from '../ui/toasts'
import { csvOf, geoJsonOf, type Placed, type Table } from './table'

interface CsvFile<Row> extends Table<Row> {
  /** The file's name without its ending. */
  readonly name: string
  readonly format: 'csv'
}

interface GeoJsonFile<Row> extends Table<Row>, Placed<Row> {
  readonly name: string
  readonly format: 'geojson'
}

/** Saves rows with their facts as a file, and says its name and how many rows it holds. */
export function saveTable<Row>(file: CsvFile<Row> | GeoJsonFile<Row>) {
  const [text, type] =
    file.format === 'csv'
      ? [csvOf(file), 'text/csv;charset=utf-8']
      : [geoJsonOf(file, file), 'application/geo+json;charset=utf-8']
  const name = `${file.name}.${file.format}`
  download(new Blob([text], { type }), name)
  const rows = file.rows.length
  toast(i18next.t('shared:savedRows', { name, count: rows, number: numberOf(rows) }))
}

/** Saves a picture or another finished file, and says its name and, where it holds rows, how many. */
export function saveBlob(blob: Blob, name: string, rows?: number) {
  download(blob, name)
  toast(
    rows === undefined
      ? i18next.t('shared:saved', { name })
      : i18next.t('shared:savedRows', { name, count: rows, number: numberOf(rows) }),
  )
}

/** Copies an address, by default that of the page. Without the right to the clipboard the address is shown instead. */
export async function copyLink(address = location.href) {
  try {
    // Pages that do not come by HTTPS have no clipboard.
    await navigator.clipboard.writeText(address)
    toast(i18next.t('shared:linkCopied'))
  } catch {
    toast(i18next.t('shared:linkNotCopied', { address }), 'warn')
  }
}

/** A part of a file's name: small letters, digits and hyphens. */
export const fileNameOf = (...parts: readonly string[]) =>
  parts
    .join('-')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

const numberOf = (value: number) => formatOf(isLanguage(i18next.language) ? i18next.language : 'ru').number(value)

function download(blob: Blob, name: string) {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
