import { Button } from '@shared/ui/Button'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import states from '@shared/ui/states.module.css'

/** A page that broke, or whose script did not come. The rest of the shell goes on. */
export function RouteFailed({ error }: ErrorComponentProps) {
  const { t } = useTranslation(['app', 'shared'])
  return (
    <div className={states['state']} role="alert" data-tone="bad">
      <strong>{t('pageFailed')}</strong>
      <details>
        <summary>{t('shared:technical')}</summary>
        <code lang="en">{error instanceof Error ? error.message : String(error)}</code>
      </details>
      <Button onPress={() => location.reload()}>{t('reload')}</Button>
    </div>
  )
}
