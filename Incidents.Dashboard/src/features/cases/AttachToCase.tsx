import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { Empty } from '@shared/ui/states'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attachToCaseMutation } from './itemCommands'
import { Thing } from './items/Thing'
import { LineField } from '@shared/ui/LineField'
import type { Listed } from './queries'
import type { ThingKind } from './search'
import { useCaseCommand } from './useCaseCommand'
import styles from './Cases.module.css'

interface Props {
  readonly thing: string
  readonly kind: ThingKind
  readonly cases: readonly Listed[]
}

/** Attaches what a link brings to a case that is chosen here. */
export function AttachToCase({ thing, kind, cases }: Props) {
  const { t } = useTranslation('cases')
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<string>()
  const [reason, setReason] = useState('')
  const open = cases.filter(({ status }) => status === 'OPEN')
  const id = chosen ?? open[0]?.id
  const attach = useCaseCommand(
    attachToCaseMutation,
    t('attached'),
    (caseId) => void navigate({ to: '/cases/$id', params: { id: caseId }, search: { section: 'items' } }),
  )
  return (
    <Panel title={t('attachTo')}>
      <p className={styles['text']}>
        <Thing id={thing} kind={kind} />
      </p>
      {id === undefined ? (
        <Empty title={t('noOpenCase')}>{t('noOpenCaseMeans')}</Empty>
      ) : (
        <form
          className={styles['fields']}
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim() !== '') void attach.run({ input: { id, kind, thingId: thing, reason: reason.trim() } })
          }}
        >
          <ChoiceField
            label={t('case')}
            value={id}
            options={open.map((one) => ({ value: one.id, name: `${one.number} · ${one.title}` }))}
            onChange={setChosen}
          />
          <LineField label={t('reason')} most={500} value={reason} onChange={setReason} />
          <Button type="submit" isDisabled={attach.isSending || reason.trim() === ''}>
            {t('attach')}
          </Button>
        </form>
      )}
    </Panel>
  )
}
