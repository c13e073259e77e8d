import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Notice } from '@shared/ui/Notice'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty, Loading } from '@shared/ui/states'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { linksAsKnownQuery, linksQuery, type Chart } from '../lookups'
import type { PartProps } from '../shown'
import { LinkTable } from './LinkTable'
import styles from '../Cases.module.css'

const Drawing = lazy(() => import('./Drawing'))

/** What connects what, as a drawing and as a table that says the same. */
export function ChartPanel({ of: { file, branch, knownAt } }: PartProps) {
  const { t } = useTranslation('cases')
  const now = useAnswer(linksQuery, { id: file.id, branchId: branch?.id }, { pause: knownAt !== undefined })
  const then = useAnswer(
    linksAsKnownQuery,
    { id: file.id, asKnownAt: knownAt ?? file.lastKnownAt },
    { pause: knownAt === undefined },
  )
  return (
    <Panel title={t('sectionNames.chart')}>
      {knownAt === undefined ? (
        <Answered answer={partOf(now, 'case')}>{({ links }) => <Links links={links} />}</Answered>
      ) : (
        <Answered answer={partOf(then, 'caseAsKnown')}>{({ links }) => <Links links={links} />}</Answered>
      )}
    </Panel>
  )
}

function Links({ links }: { readonly links: Chart }) {
  const { t } = useTranslation('cases')
  if (links.edges.length === 0) return <Empty title={t('noLinks')}>{t('noLinksMean')}</Empty>
  return (
    <>
      {links.isCut ? <Notice>{t('linksCut')}</Notice> : null}
      <div className={styles['text']}>
        <Suspense fallback={<Loading />}>
          <Drawing links={links} />
        </Suspense>
      </div>
      <LinkTable links={links} />
    </>
  )
}
