import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMay } from '@shared/session/may'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Secret } from '../Secret'
import { FeedLetters } from './FeedLetters'
import { FeedTable, type Issued } from './FeedTable'
import { NewFeed } from './NewFeed'
import { feedsQuery, type Feed } from './queries'
import styles from '../Administration.module.css'

const everySeconds = 30

/** Who is told of incidents, alerts, calls and violations: receivers with their secrets and ends, and dead letters that are sent again. */
export function Feeds() {
  const { t } = useTranslation('administration')
  const mayChange = useMay('manage-feeds')
  const answer = useAnswer(feedsQuery, {}, { everySeconds })
  const [issued, setIssued] = useState<Issued>()
  const [isNew, setNew] = useState(false)
  const [letters, setLetters] = useState<Feed>()
  const shown = (one: Issued) => {
    setIssued(one)
    answer.refresh()
  }
  return (
    <Panel
      title={t('feeds.title')}
      aside={mayChange && !isNew ? <Button onPress={() => setNew(true)}>{t('feeds.new')}</Button> : undefined}
    >
      <p className={styles['means']}>{t('feeds.means')}</p>
      {issued === undefined ? null : (
        <Secret
          source={issued.name}
          authorization={issued.secret}
          means={t('feeds.secretMeans')}
          onDone={() => setIssued(undefined)}
        >
          {issued.authorization === null ? null : (
            <>
              <p>{t('feeds.authorizationMeans')}</p>
              <code>{issued.authorization}</code>
            </>
          )}
        </Secret>
      )}
      {isNew ? (
        <NewFeed
          onMade={(one) => {
            setNew(false)
            shown(one)
          }}
          onClose={() => setNew(false)}
        />
      ) : null}
      <Answered answer={partOf(answer, 'feedSubscriptions')}>
        {(feeds) =>
          feeds.length === 0 ? (
            <Empty title={t('feeds.none')} />
          ) : (
            <FeedTable
              feeds={feeds}
              mayChange={mayChange}
              onIssued={shown}
              onChanged={answer.refresh}
              onLetters={setLetters}
            />
          )
        }
      </Answered>
      {letters === undefined ? null : (
        <FeedLetters
          key={letters.id}
          feed={letters}
          mayReplay={mayChange && letters.endedAt === null}
          onReplayed={() => {
            setLetters(undefined)
            answer.refresh()
          }}
          onClose={() => setLetters(undefined)}
        />
      )}
    </Panel>
  )
}
