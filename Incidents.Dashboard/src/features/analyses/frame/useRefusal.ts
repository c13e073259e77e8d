import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** What a stable code of a refusal means, in the page's language; the code itself where no text is known. */
export function useRefusal() {
  const { t, i18n } = useTranslation('shared')
  return useCallback(
    (code: string) => (i18n.exists(`shared:error.${code}`) ? t(`shared:error.${code}`) : code),
    [t, i18n],
  )
}
