import { ChoiceField, DayField } from '@shared/ui/Fields'
import { PeriodField } from '@shared/ui/PeriodField'
import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { comparisons, type Change } from '../search/search'
import type { Settings } from '../search/settings'
import controls from './controls.module.css'

interface Props {
  readonly settings: Settings
  readonly begin: string | null
  readonly onChange: (change: Change) => void
}

// Another period has classes of its own again.
const freshScale = { scaleFrom: undefined, scaleTo: undefined }

/** The period, and for a map of change the earlier one. */
export function PeriodControls({ settings, begin, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { day } = useFormat()
  const { period, before, comparison } = settings
  return (
    <>
      <PeriodField
        label={t('period')}
        from={period.from}
        to={period.to}
        today={settings.today}
        onChange={(days) => onChange({ ...freshScale, ...days })}
      />
      {settings.map === 'change' ? (
        <>
          <ChoiceField
            label={t('comparedWith')}
            value={comparison}
            options={comparisons.map((kind) => ({ value: kind, name: t(`comparisons.${kind}`) }))}
            onChange={(compare) =>
              onChange({
                compare: compare === 'previous' ? undefined : compare,
                beforeFrom: compare === 'own' ? before.from : undefined,
                beforeTo: compare === 'own' ? before.to : undefined,
              })
            }
          />
          {comparison === 'own' ? (
            <div className={controls['fields']}>
              <DayField
                label={t('earlierFrom')}
                value={before.from}
                max={before.to}
                required
                onChange={(beforeFrom) => onChange({ beforeFrom, beforeTo: before.to })}
              />
              <DayField
                label={t('earlierTo')}
                value={before.to}
                min={before.from}
                required
                onChange={(beforeTo) => onChange({ beforeFrom: before.from, beforeTo })}
              />
            </div>
          ) : (
            <p className={controls['note']}>{t('earlierPeriod', { from: day(before.from), to: day(before.to) })}</p>
          )}
          {begin !== null && before.from < begin ? (
            <p className={controls['note']} data-tone="warn">
              {t('noDataUntil', { day: day(begin) })}
            </p>
          ) : null}
        </>
      ) : null}
    </>
  )
}
