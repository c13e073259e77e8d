import { copyLink, fileNameOf, saveBlob, saveTable } from '@shared/export/save'
import { useFacts } from '@shared/export/useFacts'
import { useFormat } from '@shared/format/useFormat'
import type { Answer } from '@shared/graphql/useAnswer'
import { colour } from '@shared/theme/colour'
import { printPage } from '@shared/print/printing'
import { Button } from '@shared/ui/Button'
import { toast } from '@shared/ui/toasts'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { allOf, type CellSet } from '../cells/cellSet'
import { tableOf, type Extent, type Taken } from './files'
import { linkOf } from './link'
import { pictureOf } from './picture'
import { useSheet, type SheetParts } from './useSheet'
import styles from './ExportMenu.module.css'
import { classes } from '@shared/ui/classes'
import popover from '@shared/ui/Popover.module.css'

interface Props extends Omit<SheetParts, 'cells'>, Pick<Taken, 'view' | 'towns'> {
  readonly answer: Answer<CellSet>
  /** The cells of the selection; undefined where there is none. */
  readonly selected: readonly number[] | undefined
  readonly map: MapLibreMap | undefined
}

/** Saves, prints or links what is shown. */
export function ExportMenu({ answer, inView, selected, map, settings, partly, view, towns, town }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const cells = answer.data
  const factsOfServer = useFacts(answer.freshness)
  const sheet = useSheet({ cells, inView, settings, partly, town })
  const extents: { readonly extent: Extent; readonly indices: readonly number[] }[] = cells
    ? [
        { extent: 'all', indices: allOf(cells) },
        { extent: 'inView', indices: inView },
        ...(selected ? [{ extent: 'selection' as const, indices: selected }] : []),
      ]
    : []
  const items = [
    ...(['csv', 'geojson'] as const).flatMap((format) =>
      extents.map(({ extent, indices }) => ({
        id: `${format} ${extent}`,
        name: t(`exportAs.${extent}`, { format: t(`exports.${format}`), cells: number(indices.length) }),
      })),
    ),
    ...(map ? [{ id: 'png', name: t('exports.png') }] : []),
    { id: 'print', name: t('exportPrint') },
    { id: 'link', name: t('exports.link') },
  ]

  const take = async (id: string) => {
    if (id === 'link') return copyLink(linkOf(settings))
    if (id === 'print') return printPage()
    if (!cells) return
    const nameOf = (extent: string) =>
      fileNameOf(cells.map, cells.measure, cells.period.from, cells.period.to, ...(extent === 'all' ? [] : [extent]))
    if (id === 'png') {
      if (!map || !sheet) return
      const colours = { ground: colour('--surface'), text: colour('--text'), note: colour('--text-2') }
      saveBlob(await pictureOf(map, sheet, colours), `${nameOf('all')}.png`)
      return
    }
    const [format, extent] = id.split(' ')
    const chosen = extents.find((one) => one.extent === extent)
    if (!chosen) return
    const server = { ...factsOfServer(), source: linkOf(settings) }
    const table = tableOf(
      { set: cells, cells: chosen.indices, extent: chosen.extent, view, settings, towns, partly },
      server,
    )
    const name = nameOf(chosen.extent)
    if (format === 'csv') saveTable({ ...table, name, format })
    else saveTable({ ...table, name, format: 'geojson' })
  }

  return (
    <MenuTrigger>
      <Button isDisabled={!cells}>{t('export')}</Button>
      <Popover className={classes(popover['popover'])}>
        <Menu
          className={classes(popover['options'])}
          items={items}
          onAction={(id) => {
            take(String(id)).catch(() => toast(t('exportFailed'), 'bad'))
          }}
        >
          {({ id, name }) => (
            <MenuItem id={id} className={classes(styles['kind'])}>
              {name}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
