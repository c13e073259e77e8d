import { useTranslation } from 'react-i18next'

/** The text of a refusal's code; a code without a translation is shown itself. */
export function useReason() {
  const { t } = useTranslation('ingest')
  return (code: string) => t(`reason.${code}`, { defaultValue: code })
}
