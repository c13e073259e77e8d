import { AskReason } from '@shared/ui/AskReason'
import { attachToCaseMutation } from '../itemCommands'
import type { ThingKind } from '../search'
import { branchOf, type Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly of: Shown
  readonly id: string
  readonly kind: ThingKind
  /** What is attached, in words. */
  readonly what: string
}

/** Attaches a thing with a reason; what is attached says so. */
export function AttachButton({ of, id, kind, what }: Props) {
  const { t } = useTranslation('cases')
  const attach = useCaseCommand(attachToCaseMutation, t('attached'))
  if (of.items.some((item) => item.id === id)) return <span>{t('isAttached')}</span>
  if (!of.mayChange) return null
  return (
    <AskReason
      label={t('attach')}
      what={what}
      isSending={attach.isSending}
      onGiven={(reason) => attach.run({ input: { id: of.file.id, kind, thingId: id, reason, ...branchOf(of) } })}
    />
  )
}
