import { useConnection } from '@shared/graphql/connection'
import { colour } from '@shared/theme/colour'
import { Button } from '@shared/ui/Button'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { CellSet } from '../cells/cellSet'
import type { PartlyCovered } from '../cells/useTownCoverage'
import { csvOf, fileName, geoJsonOf } from './files'
import { pictureOf } from './picture'
import type { Settings } from '../search/settings'
import { useLegend } from '../legend/useLegend'
import styles from './ExportMenu.module.css'
import { classes } from '@shared/ui/classes'
import popover from '@shared/ui/Popover.module.css'

interface Props {
  readonly cells: CellSet | undefined
  readonly inView: readonly number[]
  readonly map: MapLibreMap | undefined
  readonly settings: Settings
  /** Towns without data of some or all of the days. */
  readonly partly: readonly PartlyCovered[]
}

/** Takes along what is shown. */
export function ExportMenu({ cells, inView, map, settings, partly }: Props) {
  const { t } = useTranslation('crime-map')
  const { simulated } = useConnection()
  const legend = useLegend(cells, settings, partly)
  const [said, setSaid] = useState('')
  const kinds = ['csv', 'geojson', ...(map ? ['png'] : []), 'link'] as const

  const take = async (kind: string) => {
    if (kind === 'link') {
      await navigator.clipboard.writeText(location.href)
      setSaid(t('linkCopied'))
      return
    }
    if (!cells || !legend) return
    if (kind === 'csv')
      save(new Blob([csvOf(cells, inView)], { type: 'text/csv;charset=utf-8' }), fileName(cells, 'csv'))
    if (kind === 'geojson')
      save(new Blob([geoJsonOf(cells, inView)], { type: 'application/geo+json' }), fileName(cells, 'geojson'))
    if (kind === 'png' && map) {
      const marks = simulated === true ? [t('simulatedPicture')] : []
      const colours = { ground: colour('--surface'), text: colour('--text'), note: colour('--text-2') }
      save(await pictureOf(map, { ...legend, about: [...legend.about, ...marks] }, colours), fileName(cells, 'png'))
    }
    setSaid(t('saved'))
  }

  return (
    <>
      <MenuTrigger>
        <Button isDisabled={!cells}>{t('export')}</Button>
        <Popover className={classes(popover['popover'])}>
          <Menu className={classes(popover['options'])} onAction={(kind) => void take(String(kind))}>
            {kinds.map((kind) => (
              <MenuItem key={kind} id={kind} className={classes(styles['kind'])}>
                {t(`exports.${kind}`)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  )
}

function save(blob: Blob, name: string) {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
