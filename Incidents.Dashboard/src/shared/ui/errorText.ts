import type { TFunction } from 'i18next'
import type { CombinedError } from 'urql'
import { isUnreachable } from '../graphql/unreachable'

/** The words of a code of `ErrorCode` or of a gap in the data; of a code that the pages do not know, a general sentence with it. */
export const codeText = (t: TFunction<'shared'>, code: string): string =>
  t(`error.${code}`, { defaultValue: t('error.unknown', { code }) })

/** An error in the page's language, and what to name when asking for help: its code, and the field at fault. */
export interface ErrorText {
  readonly text: string
  readonly details: string | null
}

/** What an error says in the page's language. The server's own message is English, and is never shown. */
export function errorText(t: TFunction<'shared'>, error: CombinedError): ErrorText {
  const extensions = error.graphQLErrors[0]?.extensions ?? {}
  const { code, field } = extensions
  if (typeof code !== 'string') return { text: t(isUnreachable(error) ? 'error.unreachable' : 'failed'), details: null }
  const text = codeText(t, code)
  const details = [text.includes(code) ? [] : code, typeof field === 'string' ? field : []].flat().join(' · ')
  return { text, details: details === '' ? null : details }
}
