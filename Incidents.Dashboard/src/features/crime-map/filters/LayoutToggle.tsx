import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'
import type { Change } from '../search/search'
import type { Settings } from '../search/settings'

interface Props {
  readonly settings: Settings
  readonly onChange: (change: Change) => void
}

export function LayoutToggle({ settings, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  return (
    <Toggle
      label={t('layout')}
      value={settings.asTable ? 'table' : 'map'}
      options={[
        { value: 'map', content: t('asMap'), label: t('asMap') },
        { value: 'table', content: t('asTable'), label: t('asTable') },
      ]}
      onChange={(layout) => onChange({ layout: layout === 'table' ? 'table' : undefined })}
    />
  )
}
