import { useTranslation } from 'react-i18next'

/** A refusal's code in words; a code without words of ours stands for itself. */
export function useReason() {
  const { t } = useTranslation('ingest')
  return (code: string) => t(`reason.${code}`, { defaultValue: code })
}
