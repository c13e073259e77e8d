import { useFormat } from '@shared/format/useFormat'
import type { CaseBranchStatus } from '@shared/graphql/generated/graphql'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty } from '@shared/ui/states'
import type { Tone } from '@shared/ui/tone'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskReason } from '@shared/ui/AskReason'
import { abandonCaseBranchMutation, beginCaseBranchMutation, undoCaseBranchMergeMutation } from '../caseCommands'
import { LineField } from '@shared/ui/LineField'
import type { Branch } from '../queries'
import type { PartProps, Shown } from '../shown'
import { TextArea } from '../TextArea'
import { newKey, useCaseCommand } from '../useCaseCommand'
import { Differences } from './Differences'
import styles from '../Cases.module.css'

const tones: Record<CaseBranchStatus, Tone> = { OPEN: 'accent', MERGED: 'good', ABANDONED: 'neutral' }

/** Branches of the case: begins one, compares it with the case, and merges or abandons it. */
export function Branches({ of, onChange }: PartProps) {
  const { t } = useTranslation('cases')
  const { file } = of
  const mayBranch = of.mayChange && of.branch === undefined
  return (
    <>
      <Panel title={t('sectionNames.branches')}>
        <p className={styles['text']}>{t('branchesMean')}</p>
        {file.branches.length === 0 ? <Empty title={t('noBranches')} /> : null}
        {mayBranch ? <Begin of={of} /> : null}
      </Panel>
      {file.branches.map((branch) => (
        <One key={branch.id} of={of} branch={branch} onLook={(id) => onChange({ branch: id, section: 'items' })} />
      ))}
    </>
  )
}

function Begin({ of }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const [key, setKey] = useState(newKey)
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const begin = useCaseCommand(beginCaseBranchMutation, t('branchBegun'), () => {
    setKey(newKey())
    setName('')
    setNote('')
  })
  return (
    <form
      className={styles['fields']}
      aria-label={t('beginBranch')}
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault()
        const said = note.trim()
        if (name.trim() !== '')
          void begin.run({
            input: { id: of.file.id, key, name: name.trim(), ...(said === '' ? {} : { note: said }) },
          })
      }}
    >
      <LineField label={t('branchName')} most={200} value={name} onChange={setName} />
      <TextArea label={t('hypothesis')} most={4000} value={note} onChange={setNote} />
      <Button type="submit" isDisabled={begin.isSending || name.trim() === ''}>
        {t('beginBranch')}
      </Button>
    </form>
  )
}

interface OneProps {
  readonly of: Shown
  readonly branch: Branch
  readonly onLook: (id: string) => void
}

function One({ of, branch, onLook }: OneProps) {
  const { t } = useTranslation('cases')
  const { localMoment } = useFormat()
  const abandon = useCaseCommand(abandonCaseBranchMutation, t('branchAbandoned'))
  const undo = useCaseCommand(undoCaseBranchMergeMutation, t('branchMergeUndone'))
  const isNow = of.knownAt === undefined
  const mayChange = isNow && of.file.status === 'OPEN' && (of.mayChange || of.branch !== undefined)
  const input = { id: of.file.id, branchId: branch.id }
  return (
    <Panel
      title={branch.name}
      aside={<Badge tone={tones[branch.status]}>{t(`branchStatuses.${branch.status}`)}</Badge>}
    >
      <div className={styles['text']}>
        {branch.note == null ? null : <p>{branch.note}</p>}
        <p className={styles['note']}>
          {t('begunBy', { name: branch.by, moment: localMoment(branch.begunAt), version: branch.version })}
        </p>
      </div>
      <div className={styles['commands']} data-screen-only>
        {isNow && of.branch?.id !== branch.id ? (
          <Button onPress={() => onLook(branch.id)}>{t('lookAtBranch')}</Button>
        ) : null}
        {mayChange && branch.status === 'OPEN' ? (
          <AskReason
            label={t('abandon')}
            what={branch.name}
            isSending={abandon.isSending}
            onGiven={(reason) => abandon.run({ input: { ...input, reason } })}
          />
        ) : null}
        {mayChange && branch.status === 'MERGED' ? (
          <Button quiet isDisabled={undo.isSending} onPress={() => void undo.run({ input })}>
            {t('undoMerge')}
          </Button>
        ) : null}
      </div>
      {isNow && branch.status === 'OPEN' ? <Differences of={of} branch={branch} mayMerge={mayChange} /> : null}
    </Panel>
  )
}
