import { useFormat } from '@shared/format/useFormat'
import type { ErrorCode } from '@shared/graphql/generated/graphql'
import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import { replayMutation } from './queries'
import { useCommand } from '@shared/graphql/useCommand'

interface Props {
  /** Which letters: one of them, or all of a reason. */
  readonly of: { readonly ids: string[] } | { readonly code: ErrorCode }
  readonly name: string
  readonly onDone: () => void
}

/** Gives dead letters to the intake once more. */
export function Replay({ of, name, onDone }: Props) {
  const { t } = useTranslation('ingest')
  const { number } = useFormat()
  const replay = useCommand(
    replayMutation,
    (data) => ({ result: data.replayDeadLetters.replayResult, errors: data.replayDeadLetters.errors }),
    ({ accepted, refused }) => t('replayed', { accepted: number(accepted), refused: number(refused) }),
  )
  return (
    <Button isDisabled={replay.isSending} onPress={() => void replay.run({ input: of }).then(onDone)}>
      {name}
    </Button>
  )
}
