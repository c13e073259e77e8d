import { useTowns } from '@shared/catalogue/useTowns'
import { Button } from '@shared/ui/Button'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'
import { useTranslation } from 'react-i18next'
import { healths, kinds, type Change, type Search } from './search'
import styles from './Devices.module.css'

interface Props {
  readonly search: Search
  readonly onChange: (change: Change) => void
}

export function DeviceFilters({ search: { city, deviceKind: kind, health }, onChange }: Props) {
  const { t } = useTranslation(['devices', 'shared'])
  const towns = useTowns(city)
  const isFiltered = [city, kind, health].some((one) => one !== undefined)
  return (
    <search className={classes(panel['panel'], styles['filters'])} aria-label={t('devices:filters')}>
      <MultiPicker
        label={t('shared:devices.town')}
        options={towns}
        value={city ?? []}
        onChange={(chosen) => onChange({ city: chosen.length === 0 ? undefined : chosen })}
      />
      <MultiPicker
        label={t('shared:devices.kind')}
        options={kinds.map((code) => ({ code, name: t(`shared:devices.kinds.${code}`) }))}
        value={kind ?? []}
        onChange={(chosen) =>
          onChange({ deviceKind: chosen.length === 0 ? undefined : kinds.filter((one) => chosen.includes(one)) })
        }
      />
      <MultiPicker
        label={t('devices:health')}
        options={healths.map((code) => ({ code, name: t(`shared:devices.healths.${code}`) }))}
        value={health ?? []}
        onChange={(chosen) =>
          onChange({ health: chosen.length === 0 ? undefined : healths.filter((one) => chosen.includes(one)) })
        }
      />
      {isFiltered ? (
        <Button onPress={() => onChange({ city: undefined, deviceKind: undefined, health: undefined })}>
          {t('devices:clear')}
        </Button>
      ) : null}
    </search>
  )
}
