import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useCommand } from '@shared/graphql/useCommand'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { endFeedMutation, rotateFeedMutation, type Feed } from './queries'
import styles from '../Administration.module.css'

/** A secret that was just made, and the header of a receiver that fetches. */
export interface Issued {
  readonly name: string
  readonly secret: string
  readonly authorization: string | null
}

interface Props {
  readonly feeds: readonly Feed[]
  readonly mayChange: boolean
  readonly onIssued: (issued: Issued) => void
  readonly onChanged: () => void
  readonly onLetters: (feed: Feed) => void
}

const columns = ['receiver', 'told', 'messages', 'last'] as const

export function FeedTable({ feeds, mayChange, ...rest }: Props) {
  const { t } = useTranslation('administration')
  return (
    <TableFrame label={t('feeds.title')}>
      <table className={table['table']}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`feeds.columns.${column}`)}
              </th>
            ))}
            {mayChange ? <th scope="col">{t('commands')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {feeds.map((feed) => (
            <tr key={feed.id} data-feed={feed.name}>
              <th scope="row">
                {feed.name} <Badge>{feed.format}</Badge>
                <span className={styles['note']}>{feed.address ?? t('feeds.fetched')}</span>
                {feed.endedAt === null ? null : <Ended feed={feed} />}
              </th>
              <td>
                <Told feed={feed} />
              </td>
              <td>
                <Messages feed={feed} onLetters={rest.onLetters} />
              </td>
              <td>
                <Last feed={feed} />
              </td>
              {mayChange ? <td>{feed.endedAt === null ? <Commands feed={feed} {...rest} /> : null}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

interface FeedProps {
  readonly feed: Feed
}

function Ended({ feed: { endedAt, endedBy } }: FeedProps) {
  const { t } = useTranslation('administration')
  const { moment } = useFormat()
  return (
    <span className={styles['note']}>
      <Badge tone="warn">{t('feeds.ended', { moment: moment(endedAt ?? '') })}</Badge>{' '}
      {endedBy == null ? null : t('by', { name: endedBy })}
    </span>
  )
}

function Told({ feed }: FeedProps) {
  const { t } = useTranslation('administration')
  const { categoryName, cityName } = useCatalogue()
  const { cities, categories, kinds, leastUrgent, classes } = feed
  const lines = [
    kinds == null ? t('feeds.allKinds') : kinds.map((kind) => t(`feeds.kinds.${kind}`)).join(', '),
    cities == null ? t('feeds.allTowns') : cities.map(cityName).join(', '),
    categories == null ? null : categories.map(categoryName).join(', '),
    leastUrgent == null || leastUrgent === 4 ? null : t('feeds.upToUrgency', { urgency: leastUrgent }),
  ].filter((line) => line !== null)
  return (
    <>
      {lines.join('; ')}
      <span className={styles['note']}>
        {classes.length === 0
          ? t('feeds.onlyRow')
          : t('feeds.alsoClasses', { classes: classes.map((one) => t(`feeds.classes.${one}`)).join(', ') })}
      </span>
    </>
  )
}

function Messages({ feed, onLetters }: FeedProps & { readonly onLetters: (feed: Feed) => void }) {
  const { t } = useTranslation('administration')
  const { number } = useFormat()
  return (
    <>
      {t('feeds.delivered', { number: number(feed.delivered) })}
      <span className={styles['note']}>{t('feeds.waiting', { number: number(feed.waiting) })}</span>
      {feed.deadLetters === 0 ? (
        <span className={styles['note']}>{t('feeds.noLetters')}</span>
      ) : (
        <Button quiet aria-label={`${t('feeds.letters')}: ${feed.name}`} onPress={() => onLetters(feed)}>
          {t('feeds.givenUp', { number: number(feed.deadLetters) })}
        </Button>
      )}
    </>
  )
}

function Last({ feed: { deliveredAt, failedAt, failure } }: FeedProps) {
  const { t } = useTranslation('administration')
  const { moment } = useFormat()
  return (
    <>
      {deliveredAt == null ? t('feeds.never') : moment(deliveredAt)}
      {failedAt == null ? null : (
        <span className={styles['note']}>
          {t('feeds.failed', { moment: moment(failedAt) })} {failure == null ? null : <code>{failure}</code>}
        </span>
      )}
    </>
  )
}

function Commands({ feed: { id, name }, onIssued, onChanged }: FeedProps & Pick<Props, 'onIssued' | 'onChanged'>) {
  const { t } = useTranslation('administration')
  const [isEnding, setEnding] = useState(false)
  const rotate = useCommand(
    rotateFeedMutation,
    ({ rotateFeedSecret }) => ({ result: rotateFeedSecret.issuedFeed, errors: rotateFeedSecret.errors }),
    ({ secret, authorization }) => {
      onIssued({ name, secret, authorization: authorization ?? null })
      return t('feeds.rotated')
    },
  )
  const end = useCommand(
    endFeedMutation,
    ({ endFeedSubscription }) => ({ result: endFeedSubscription.feedSubscription, errors: endFeedSubscription.errors }),
    () => t('feeds.endedNow'),
  )
  return (
    <div className={styles['commands']}>
      {isEnding ? (
        <>
          <span className={styles['note']}>{t('feeds.endMeans')}</span>
          <Button isDisabled={end.isSending} onPress={() => void end.run({ input: { id } }).then(onChanged)}>
            {t('feeds.endForGood')}
          </Button>
          <Button quiet onPress={() => setEnding(false)}>
            {t('feeds.close')}
          </Button>
        </>
      ) : (
        <>
          <Button
            aria-label={`${t('rotate')}: ${name}`}
            isDisabled={rotate.isSending}
            onPress={() => void rotate.run({ input: { id } })}
          >
            {t('rotate')}
          </Button>
          <Button aria-label={`${t('feeds.end')}: ${name}`} onPress={() => setEnding(true)}>
            {t('feeds.end')}
          </Button>
        </>
      )}
    </div>
  )
}
