import { DayField } from '@shared/ui/Fields'
import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'
import type { Change } from '../search/search'
import type { Settings } from '../search/settings'
import controls from './controls.module.css'
import fields from '@shared/ui/Fields.module.css'

interface Props {
  readonly settings: Settings
  readonly onChange: (change: Change) => void
}

/** Whether it is counted as known now, or as it was published on some day. */
export function KnownAtControl({ settings, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { knownAt, period } = settings
  return (
    <div className={controls['fields']}>
      <div className={fields['field']}>
        <span className={fields['label']} aria-hidden="true">
          {t('knownAt')}
        </span>
        <Toggle
          label={t('knownAt')}
          value={knownAt === null ? 'now' : 'then'}
          options={[
            { value: 'now', content: t('now'), label: t('now') },
            { value: 'then', content: t('then'), label: t('then') },
          ]}
          onChange={(when) => onChange({ knownAt: when === 'then' ? period.to : undefined })}
        />
      </div>
      {knownAt === null ? null : (
        <DayField label={t('knownDay')} value={knownAt} required onChange={(day) => onChange({ knownAt: day })} />
      )}
    </div>
  )
}
