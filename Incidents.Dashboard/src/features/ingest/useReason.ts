import { codeText } from '@shared/ui/errorText'
import { useTranslation } from 'react-i18next'

/** The text of a refusal's code. */
export function useReason() {
  const { t } = useTranslation('shared')
  return (code: string) => codeText(t, code)
}
