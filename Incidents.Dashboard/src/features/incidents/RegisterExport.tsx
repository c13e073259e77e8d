import { useFormat } from '@shared/format/useFormat'
import type { IncidentFilterInput, IncidentOrder } from '@shared/graphql/generated/graphql'
import { useLanguage } from '@shared/i18n/useLanguage'
import type { Purpose } from '@shared/session/purpose'
import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import { codeText } from '@shared/ui/errorText'
import { toast } from '@shared/ui/toasts'
import { useEffect, useRef, useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ExportRefused, exportRows, type ExportFormat } from './exportRows'
import styles from './RegisterExport.module.css'
import popover from '@shared/ui/Popover.module.css'

interface Props {
  readonly filter: IncidentFilterInput
  readonly order: IncidentOrder
  /** How many rows the filter finds; undefined while they are counted. */
  readonly count: number | undefined
  readonly purpose: Purpose | null
}

const formats = ['csv', 'ndjson'] as const

/** Saves all rows that the filter finds, and not only those that are loaded. */
export function RegisterExport({ filter, order, count, purpose }: Props) {
  const { t } = useTranslation('incidents')
  const { t: shared } = useTranslation('shared')
  const { number } = useFormat()
  const language = useLanguage()
  const [isRunning, setRunning] = useState(false)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const take = async (format: ExportFormat) => {
    const control = new AbortController()
    running.current = control
    setRunning(true)
    try {
      await exportRows(format, { filter, order, language, purpose }, control.signal)
    } catch (error) {
      if (control.signal.aborted) return
      toast(
        error instanceof ExportRefused
          ? `${t('exportFailed')} ${codeText(shared, error.code)}`
          : `${t('exportFailed')} ${shared('error.unreachable')}`,
        'bad',
      )
    } finally {
      setRunning(false)
    }
  }

  if (isRunning) return <Button onPress={() => running.current?.abort()}>{t('stopExport')}</Button>
  return (
    <MenuTrigger>
      <Button isDisabled={count === undefined || count === 0}>{t('export')}</Button>
      <Popover className={classes(popover['popover'])}>
        <p className={styles['rows']}>{t('exportRows', { count: count ?? 0, number: number(count ?? 0) })}</p>
        <Menu
          className={classes(popover['options'])}
          aria-label={t('export')}
          onAction={(id) => void take(formats.find((format) => format === id) ?? 'csv')}
        >
          {formats.map((format) => (
            <MenuItem key={format} id={format} className={classes(styles['kind'])}>
              {t(`exportFormats.${format}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
