import { addDays } from '@shared/format/days'
import type { AccessLogFilterInput } from '@shared/graphql/generated/graphql'
import { useEndless } from '@shared/graphql/useEndless'
import { purposeReasons } from '@shared/session/purpose'
import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import { ChoiceField, DayField, TextField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { EntryTable } from './EntryTable'
import { accessLogQuery } from './queries'
import { kinds, type AccessLogSearch, type Change } from './search'
import panel from '@shared/ui/Panel.module.css'
import styles from './AccessLog.module.css'

interface Props {
  readonly search: AccessLogSearch
  readonly onChange: (change: Change) => void
}

/** The entries of the log by who, what, when, purpose and text, the newest first. */
export function Entries({ search, onChange }: Props) {
  const { t } = useTranslation(['access-log', 'shared'])
  const { who, kind, from, to, reason, reference, text } = search
  const written = JSON.stringify({
    callers: who === undefined ? null : [who],
    kinds: kind ?? null,
    from: from ?? null,
    until: to === undefined ? null : addDays(to, 1),
    purposeReason: reason ?? null,
    purposeReference: reference ?? null,
    text: text ?? null,
  } satisfies AccessLogFilterInput)
  const variables = useMemo(() => ({ filter: JSON.parse(written) as AccessLogFilterInput }), [written])
  const entries = useEndless(accessLogQuery, variables, (data) => data.accessLog)
  return (
    <>
      <search className={classes(panel['panel'], styles['filters'])} aria-label={t('filters')}>
        <TextField label={t('who')} most={200} value={who} onChange={(value) => onChange({ who: value })} />
        <MultiPicker
          label={t('what')}
          options={kinds.map((code) => ({ code, name: t(`kinds.${code}`) }))}
          value={kind ?? []}
          onChange={(chosen) => {
            const next = kinds.filter((one) => chosen.includes(one))
            onChange({ kind: next.length === 0 ? undefined : next })
          }}
        />
        <DayField label={t('shared:firstDay')} value={from} onChange={(value) => onChange({ from: value })} />
        <DayField label={t('shared:lastDay')} value={to} onChange={(value) => onChange({ to: value })} />
        <ChoiceField
          label={t('shared:purpose.reason')}
          value={reason ?? ''}
          options={[
            { value: '', name: t('shared:all') },
            ...purposeReasons.map((value) => ({ value, name: t(`shared:purposeReason.${value}`) })),
          ]}
          onChange={(value) => onChange({ reason: purposeReasons.find((one) => one === value) })}
        />
        <TextField
          label={t('reference')}
          most={200}
          value={reference}
          onChange={(value) => onChange({ reference: value })}
        />
        <TextField label={t('text')} most={200} value={text} onChange={(value) => onChange({ text: value })} />
      </search>
      <div className={panel['panel']}>
        {entries.error && entries.rows.length === 0 ? (
          <Failed error={entries.error} retry={entries.restart} />
        ) : entries.rows.length > 0 ? (
          <>
            <EntryTable label={t('views.entries')} rows={entries.rows.map((entry) => ({ entry }))} />
            <p className={styles['commands']}>
              {entries.hasMore ? <Button onPress={entries.more}>{t('more')}</Button> : null}
              <Button onPress={entries.restart}>{t('refresh')}</Button>
            </p>
          </>
        ) : entries.isLoading || entries.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('none')} />
        )}
      </div>
    </>
  )
}
