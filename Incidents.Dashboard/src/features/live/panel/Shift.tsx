import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { graphql } from '@shared/graphql/generated'
import { useAnswer } from '@shared/graphql/useAnswer'
import { classes } from '@shared/ui/classes'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import fields from '@shared/ui/Fields.module.css'
import { Answered } from '@shared/ui/states'
import { useId, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { QueueName } from '../queue'
import { command, type Command } from './commands'
import { acceptShiftMutation, beginShiftMutation, endShiftMutation, handOverShiftMutation } from './shiftCommands'
import type { Work } from './useWork'
import live from '../Live.module.css'
import styles from './Work.module.css'

const shiftQuery = graphql(`
  query MyShift($cities: [String!]) {
    own: shifts(filter: { isOwn: true, isOn: true }, first: 20) {
      nodes {
        city
        person
        number
        begunAt
        receiver
        isOffered
      }
    }
    forMe: shifts(filter: { isForMe: true }, first: 20) {
      nodes {
        city
        person
        number
        handedOverAt
        open {
          kind
          id
        }
      }
    }
    others: shifts(filter: { isOn: true, cities: $cities }, first: 100) {
      nodes {
        city
        person
      }
    }
    work(isOwn: true, first: 200) {
      totalCount
      nodes {
        id
        kind
        city
        takenAt
      }
    }
  }
`)

interface Props {
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly cities: readonly string[] | undefined
  readonly work: Work
  readonly onGo: (queue: QueueName, id: string) => void
}

const queues = { ALERT: 'alerts', SOS_CALL: 'calls', VIOLATION: 'violations', INCIDENT: 'incidents' } as const

/** The shift of who looks: begun, handed over with what is open, accepted from another, ended. */
export function Shift({ isOpen, onOpen, ...rest }: Props) {
  const { t } = useTranslation('live')
  return (
    <ModalOverlay className={classes(live['overlay'])} isOpen={isOpen} onOpenChange={onOpen} isDismissable>
      <Modal>
        <Dialog className={classes(live['dialog'], styles['shift'])}>
          <Heading slot="title">{t('shift')}</Heading>
          <ShiftBody {...rest} onOpen={onOpen} />
          <Button slot="close">
            {t('close')} <kbd>Esc</kbd>
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function ShiftBody({ cities, work, onGo, onOpen }: Omit<Props, 'isOpen'>) {
  const { t } = useTranslation('live')
  const { localMoment, number, time } = useFormat()
  const { cities: towns, cityName } = useCatalogue()
  const answer = useAnswer(shiftQuery, { cities: cities ? [...cities] : null }, { everySeconds: 10 })
  const options = towns.filter(({ code, isOfProgramme }) => cities?.includes(code) ?? isOfProgramme)
  const [chosen, setCity] = useState<string>()
  const [receiver, setReceiver] = useState('')
  const [note, setNote] = useState('')
  const id = useId()
  const send = async (what: Command, said: string) => {
    const isDone = (await work.send('shift', what, said)) !== undefined
    if (isDone) answer.refresh()
    return isDone
  }
  const optional = note.trim() === '' ? null : note.trim()
  return (
    <Answered answer={answer}>
      {({ own, forMe, others, work: open }) => {
        const shifts = own?.nodes ?? []
        const city = chosen ?? shifts[0]?.city ?? options[0]?.code ?? ''
        const shift = shifts.find((one) => one.city === city)
        const people = (others?.nodes ?? []).filter((one) => one.city === city && one.person !== work.who.name)
        return (
          <>
            {(forMe?.nodes ?? []).map((one) => (
              <p key={`${one.city} ${one.person}`} className={styles['offer']}>
                {t('shiftForYou', { who: one.person, town: cityName(one.city), number: number(one.open.length) })}{' '}
                <Button
                  isDisabled={work.isSending}
                  onPress={() =>
                    void send(
                      command(acceptShiftMutation, { city: one.city, person: one.person }),
                      t('done.shiftAccepted'),
                    )
                  }
                >
                  {t('shiftAccept')}
                </Button>
              </p>
            ))}
            <ChoiceField
              label={t('town')}
              value={city}
              options={options.map(({ code, name }) => ({ value: code, name }))}
              onChange={setCity}
            />
            {shift === undefined ? (
              <Button
                isDisabled={work.isSending || city === ''}
                onPress={() => void send(command(beginShiftMutation, { city }), t('done.shiftBegun'))}
              >
                {t('shiftBegin')}
              </Button>
            ) : (
              <>
                <p>
                  {t('shiftOn', { at: localMoment(shift.begunAt) })}
                  {shift.isOffered ? ` · ${t('shiftOffered', { who: shift.receiver ?? '–' })}` : null}
                </p>
                <Text
                  id={`${id}-to`}
                  label={t('shiftReceiver')}
                  value={receiver}
                  most={200}
                  onChange={setReceiver}
                  list
                />
                <datalist id={`${id}-to-list`}>
                  {[...new Set(people.map(({ person }) => person))].map((person) => (
                    <option key={person} value={person} />
                  ))}
                </datalist>
                <Text id={`${id}-note`} label={t('field.note')} value={note} most={2_000} onChange={setNote} />
                <div className={styles['buttons']}>
                  <Button
                    isDisabled={work.isSending || receiver.trim() === ''}
                    onPress={() =>
                      void send(
                        command(handOverShiftMutation, { city, receiver: receiver.trim(), note: optional }),
                        t('done.shiftHandedOver'),
                      )
                    }
                  >
                    {t('shiftHandOver')}
                  </Button>
                  <Button
                    isDisabled={work.isSending}
                    onPress={() => void send(command(endShiftMutation, { city, note: optional }), t('done.shiftEnded'))}
                  >
                    {t('shiftEnd')}
                  </Button>
                </div>
              </>
            )}
            <h3>{t('yourWork', { number: number(open?.totalCount ?? 0) })}</h3>
            <ul className={classes(styles['lines'], styles['own'])}>
              {(open?.nodes ?? []).map((one) => (
                <li key={one.id}>
                  <span>
                    {t(`signal.${one.kind}`)}, {cityName(one.city)}, {time(one.takenAt)}
                  </span>
                  <Button
                    onPress={() => {
                      onOpen(false)
                      onGo(queues[one.kind], one.id)
                    }}
                  >
                    {t('show')}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )
      }}
    </Answered>
  )
}

interface TextProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly most: number
  readonly list?: boolean
  readonly onChange: (value: string) => void
}

const Text = ({ id, label, value, most, list = false, onChange }: TextProps) => (
  <div className={fields['field']}>
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      className={fields['input']}
      value={value}
      maxLength={most}
      list={list ? `${id}-list` : undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  </div>
)
