import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty } from '@shared/ui/states'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mergeCaseMutation, splitCaseMutation, undoCaseSplitMutation } from '../caseCommands'
import { Thing } from '../items/Thing'
import { useItemText } from '../items/useItemText'
import { LineField } from '@shared/ui/LineField'
import type { File } from '../queries'
import { isUuid, thingKinds } from '../search'
import type { PartProps, Shown } from '../shown'
import { newKey, useCaseCommand } from '../useCaseCommand'
import styles from '../Cases.module.css'

/** Cases that this one consists of, was split off from or into; merges and splits it. */
export function Parts({ of }: PartProps) {
  const { t } = useTranslation('cases')
  const undo = useCaseCommand(undoCaseSplitMutation, t('splitUndone'))
  const { file } = of
  const mayChange = of.mayChange && of.branch === undefined
  const isAlone = file.absorbed.length === 0 && file.splitOff.length === 0 && file.origin == null
  return (
    <>
      <Panel title={t('sectionNames.parts')}>
        {isAlone ? <Empty title={t('noParts')} /> : null}
        <Cases label={t('absorbed')} parts={file.absorbed} />
        <Cases label={t('splitOff')} parts={file.splitOff} />
        <Cases label={t('splitFrom')} parts={file.origin == null ? [] : [file.origin]} />
        {file.origin != null && mayChange ? (
          <div className={styles['commands']} data-screen-only>
            <Button isDisabled={undo.isSending} onPress={() => void undo.run({ input: { id: file.id } })}>
              {t('undoSplit')}
            </Button>
          </div>
        ) : null}
      </Panel>
      {mayChange ? (
        <>
          <Merge of={of} />
          <Split of={of} />
        </>
      ) : null}
    </>
  )
}

function Cases({ label, parts }: { readonly label: string; readonly parts: File['absorbed'] }) {
  const { t } = useTranslation('cases')
  if (parts.length === 0) return null
  return (
    <section className={styles['text']} aria-label={label}>
      <h3>{label}</h3>
      <ul>
        {parts.map(({ caseId, items }) => (
          <li key={caseId}>
            <Link to="/cases/$id" params={{ id: caseId }} search={{}} preload={false}>
              {t('toOther')}
            </Link>
            , {t('itemsCount', { count: items.length })}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Merge({ of: { file } }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const [other, setOther] = useState('')
  const [reason, setReason] = useState('')
  const merge = useCaseCommand(mergeCaseMutation, t('mergedDone'))
  // The address of a case names it as well.
  const id = /[\da-f-]{36}/i.exec(other)?.[0] ?? ''
  const isWhole = isUuid(id) && reason.trim() !== ''
  return (
    <Panel title={t('mergeCase')}>
      <p className={styles['text']}>{t('mergeMeans')}</p>
      <form
        className={styles['fields']}
        data-screen-only
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) void merge.run({ input: { id: file.id, otherCaseId: id, reason: reason.trim() } })
        }}
      >
        <LineField label={t('otherCase')} most={300} value={other} onChange={setOther} />
        <LineField label={t('reason')} most={500} value={reason} onChange={setReason} />
        <Button type="submit" isDisabled={!isWhole || merge.isSending}>
          {t('merge')}
        </Button>
      </form>
    </Panel>
  )
}

function Split({ of: { file, items } }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const itemText = useItemText()
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const split = useCaseCommand(
    splitCaseMutation,
    t('splitDone'),
    (id) => void navigate({ to: '/cases/$id', params: { id }, search: { section: 'items' } }),
  )
  const itemIds = items.map(({ id }) => id).filter((id) => chosen.has(id))
  const isWhole = itemIds.length > 0 && title.trim() !== '' && reason.trim() !== ''
  if (items.length === 0) return null
  return (
    <Panel title={t('splitCase')}>
      <form
        className={styles['text']}
        data-screen-only
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole)
            void split.run({ input: { id: file.id, key, itemIds, title: title.trim(), reason: reason.trim() } })
        }}
      >
        <fieldset className={styles['choices']}>
          <legend>{t('splitItems')}</legend>
          {items.map((item) => (
            <label key={item.id} className={styles['check']}>
              <input
                type="checkbox"
                checked={chosen.has(item.id)}
                onChange={(event) => {
                  const next = new Set(chosen)
                  if (event.target.checked) next.add(item.id)
                  else next.delete(item.id)
                  setChosen(next)
                }}
              />
              <span>
                {thingKinds.some((one) => one === item.kind) ? <Thing id={item.id} kind={item.kind} /> : itemText(item)}
              </span>
            </label>
          ))}
        </fieldset>
        <div className={styles['inner']}>
          <LineField label={t('caseTitle')} most={500} value={title} onChange={setTitle} />
          <LineField label={t('reason')} most={500} value={reason} onChange={setReason} />
          <Button type="submit" isDisabled={!isWhole || split.isSending}>
            {t('split')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
