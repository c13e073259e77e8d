import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty } from '@shared/ui/states'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AskReason } from '@shared/ui/AskReason'
import { detachFromCaseMutation, removeCaseItemMutation } from '../itemCommands'
import type { Item } from '../queries'
import { thingKinds } from '../search'
import { branchOf, type PartProps, type Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { AmendItem } from './AmendItem'
import { AttachForm } from './AttachForm'
import { NewItem } from './NewItem'
import { Tasks } from './Tasks'
import { Thing } from './Thing'
import { useItemText } from './useItemText'
import styles from '../Cases.module.css'

/** What investigators put into a case. */
export function Items({ of, onChange }: PartProps) {
  const { t } = useTranslation('cases')
  const ofKind = (kind: Item['kind']) => of.items.filter((item) => item.kind === kind)
  const things = of.items.filter(({ kind }) => thingKinds.some((one) => one === kind))
  return (
    <div className={styles['panels']}>
      <Panel title={t('things')}>
        <List items={things} none={t('noThings')}>
          {(item) => <AttachedThing of={of} item={item} />}
        </List>
        {of.mayChange ? (
          <div className={styles['text']} data-screen-only>
            <Button onPress={() => onChange({ section: 'find' })}>{t('findThings')}</Button>
            <AttachForm of={of} />
          </div>
        ) : null}
      </Panel>
      <Panel title={t('persons')}>
        <List items={ofKind('PERSON')} none={t('noPersons')}>
          {(item) => <Kept of={of} item={item} name={item.personName ?? t('maskedText')} />}
        </List>
        {of.mayChange ? <NewItem of={of} kind="PERSON" /> : null}
      </Panel>
      <Panel title={t('vehicles')}>
        <List items={ofKind('VEHICLE')} none={t('noVehicles')}>
          {(item) => (
            <>
              <Kept of={of} item={item} name={item.plate ?? t('maskedText')} />
              {item.plate == null ? null : (
                <Button
                  quiet
                  data-screen-only
                  onPress={() => onChange({ section: 'plate', plate: item.plate ?? undefined })}
                >
                  {t('trackOf', { plate: item.plate })}
                </Button>
              )}
            </>
          )}
        </List>
        {of.mayChange ? <NewItem of={of} kind="VEHICLE" /> : null}
      </Panel>
      <Panel title={t('tasks')}>
        <Tasks of={of} tasks={ofKind('TASK')} />
        {of.mayChange ? <NewItem of={of} kind="TASK" /> : null}
      </Panel>
      <Panel title={t('notes')}>
        <List items={ofKind('NOTE')} none={t('noNotes')}>
          {(item) => <Kept of={of} item={item} name={item.note ?? t('maskedText')} />}
        </List>
        {of.mayChange ? <NewItem of={of} kind="NOTE" /> : null}
      </Panel>
      <Panel title={t('tags')}>
        <List items={ofKind('TAG')} none={t('noTags')}>
          {(item) => <Kept of={of} item={item} name={item.tag ?? ''} />}
        </List>
        {of.mayChange ? <NewItem of={of} kind="TAG" /> : null}
      </Panel>
    </div>
  )
}

interface ListProps {
  readonly items: readonly Item[]
  readonly none: string
  readonly children: (item: Item) => ReactNode
}

function List({ items, none, children }: ListProps) {
  if (items.length === 0) return <Empty title={none} />
  return (
    <ul className={styles['items']}>
      {items.map((item) => (
        <li key={item.id} data-item={item.kind}>
          {children(item)}
        </li>
      ))}
    </ul>
  )
}

function AttachedThing({ of, item }: { readonly of: Shown; readonly item: Item }) {
  const { t } = useTranslation('cases')
  const detach = useCaseCommand(detachFromCaseMutation, t('detached'))
  return (
    <>
      <p>
        <Thing id={item.id} kind={item.kind} />
      </p>
      <p className={styles['note']}>{t('because', { reason: item.reason ?? t('maskedText') })}</p>
      {of.mayChange ? (
        <AskReason
          label={t('detach')}
          what={item.reason ?? undefined}
          isSending={detach.isSending}
          onGiven={(reason) => detach.run({ input: { id: of.file.id, thingId: item.id, reason, ...branchOf(of) } })}
        />
      ) : null}
    </>
  )
}

/** An item with what is noted of it; it can be amended, and taken out with a reason. */
export function Kept({ of, item, name }: { readonly of: Shown; readonly item: Item; readonly name: string }) {
  const { t } = useTranslation('cases')
  const itemText = useItemText()
  const remove = useCaseCommand(removeCaseItemMutation, t('taken'))
  const more = item.kind === 'NOTE' ? null : item.note
  return (
    <>
      <p>
        {item.kind === 'TAG' ? <Badge>{name}</Badge> : <strong>{name}</strong>}
        {more == null ? null : ` · ${more}`}
      </p>
      {of.mayChange && (item.kind === 'PERSON' || item.kind === 'VEHICLE' || item.kind === 'NOTE') ? (
        <AmendItem key={of.branch?.id ?? 'case'} of={of} item={item} kind={item.kind} />
      ) : null}
      {of.mayChange ? (
        <AskReason
          label={t('takeOut')}
          what={itemText(item)}
          isSending={remove.isSending}
          onGiven={(reason) => remove.run({ input: { id: of.file.id, itemId: item.id, reason, ...branchOf(of) } })}
        />
      ) : null}
    </>
  )
}
