import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useEffect, useState } from 'react'
import { useCatalogue } from '../catalogue/useCatalogue'
import { useFormat } from '../format/useFormat'
import { useAnswer } from '../graphql/useAnswer'
import { useMayVariables } from '../session/may'
import { Button } from '../ui/Button'
import { codeText } from '../ui/errorText'
import { factsOf, type CommandRow, type Refusal } from './commandRow'
import { commands } from './commands'
import { thingNowQuery, thingOf, type ThingKind } from './thingNow'
import styles from './Commands.module.css'

/** How many of the last steps of a thing are shown. */
const lastSteps = 4

/** A command that was refused after it had waited: what I did, how the thing is now, and what is to be done. */
export function Decision({ row }: { readonly row: CommandRow }) {
  const { t } = useTranslation('shared')
  const { moment } = useFormat()
  const [version, setVersion] = useState<number>()
  const [isDeciding, setDeciding] = useState(false)
  const { id } = row.input
  const kind = thingOf(factsOf(row.field)?.result)
  const { refusal } = row
  // What replaces something is done again only on what is seen now.
  const isUnseen = row.input['expectedVersion'] != null && version === undefined
  const decide = (work: () => Promise<void>) => {
    setDeciding(true)
    void work().finally(() => setDeciding(false))
  }
  return (
    <div className={styles['decision']}>
      <dl>
        <div data-mine>
          <dt>{t('commands.mine')}</dt>
          <dd>{t('commands.mineMeans', { what: t(`command.${row.field}`), time: moment(row.pressedAt) })}</dd>
        </div>
        <div data-answer>
          <dt>{t('commands.answer')}</dt>
          <dd>{refusal === null ? null : whyOf(t, refusal)}</dd>
        </div>
        {kind !== null && typeof id === 'string' ? (
          <div data-now>
            <dt>{t('commands.now')}</dt>
            <dd>
              <ThingNow kind={kind} id={id} onVersion={setVersion} />
            </dd>
          </div>
        ) : null}
      </dl>
      <div className={styles['choices']}>
        <Button isDisabled={isDeciding} onPress={() => decide(() => commands.drop(row))}>
          {t('commands.drop')}
        </Button>
        <Button isDisabled={isDeciding || isUnseen} onPress={() => decide(() => commands.again(row, version))}>
          {t('commands.again')}
        </Button>
      </div>
      <p>{t('commands.choicesMean')}</p>
    </div>
  )
}

/** Why it was refused. What a person sees no more after a wait may only have been finished by another. */
const whyOf = (t: TFunction<'shared'>, { code, isOwn }: Refusal) =>
  isOwn ? t('commands.tooOld') : code === 'NOT_FOUND' ? t('commands.goneMeanwhile') : codeText(t, code)

interface Props {
  readonly kind: ThingKind
  readonly id: string
  readonly onVersion: (version: number) => void
}

/** How a thing is now: its last steps, with who did them. */
function ThingNow({ kind, id, onVersion }: Props) {
  const { t } = useTranslation(['shared', 'incidents'])
  const { localMoment } = useFormat()
  const { categoryName } = useCatalogue()
  const { data, error, isLoading } = useAnswer(thingNowQuery, {
    id,
    isAlert: kind === 'alert',
    isCall: kind === 'sosCall',
    isViolation: kind === 'violation',
    isIncident: kind === 'incident',
    isTask: kind === 'upkeepTask',
    ...useMayVariables('person', 'exact'),
  })
  const thing = data?.[kind]
  const version = thing?.version
  useEffect(() => {
    if (version !== undefined) onVersion(version)
  }, [version, onVersion])
  if (isLoading) return <>{t('shared:loading')}</>
  if (thing == null) return <>{error ? t('shared:commands.nowUnknown') : t('shared:commands.nowGone')}</>
  return (
    <>
      {[categoryName(thing.category), thing.place.street].filter(Boolean).join(', ')}
      <ul>
        {thing.timeline.slice(-lastSteps).map((step) => (
          <li key={step.sequence}>
            {[localMoment(step.occurredAt), t(`incidents:events.${step.type}`), step.by].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
    </>
  )
}
