import { compact } from '@shared/routing/search'
import { Link } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { Loading } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { Branches } from './branches/Branches'
import { ChartPanel } from './chart/ChartPanel'
import { EvidenceSection } from './evidence/EvidenceSection'
import { Items } from './items/Items'
import { Parts } from './parts/Parts'
import { SearchPanel } from './search/SearchPanel'
import { sections, type Section } from './search'
import type { PartProps } from './shown'
import { TimelineSection } from './timeline/TimelineSection'
import styles from './Cases.module.css'

const PlateSection = lazy(() => import('./plates/PlateSection'))
const ProofSection = lazy(() => import('./proof/ProofSection'))

/** The parts of a case's page, of which the link names one. */
export function CaseSections(props: PartProps) {
  const { t } = useTranslation('cases')
  const { of, search } = props
  const section = search.section ?? 'timeline'
  return (
    <>
      <nav className={styles['sections']} aria-label={t('sections')} data-screen-only>
        {sections.map((one) => (
          <Link
            key={one}
            to="/cases/$id"
            params={{ id: of.file.id }}
            search={compact({ ...search, section: one })}
            aria-current={one === section ? 'page' : undefined}
            preload={false}
            resetScroll={false}
          >
            {t(`sectionNames.${one}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Loading />}>
        <Part section={section} {...props} />
      </Suspense>
    </>
  )
}

function Part({ section, ...props }: PartProps & { readonly section: Section }) {
  const { of, search, onChange } = props
  switch (section) {
    case 'timeline':
      return <TimelineSection {...props} />
    case 'items':
      return <Items {...props} />
    case 'find':
      return (
        <SearchPanel
          text={search.find}
          into={of}
          onText={(find) => onChange({ find })}
          onPlate={(plate) => onChange({ section: 'plate', plate })}
        />
      )
    case 'plate':
      return <PlateSection {...props} />
    case 'chart':
      return <ChartPanel {...props} />
    case 'branches':
      return <Branches {...props} />
    case 'evidence':
      return <EvidenceSection {...props} />
    case 'parts':
      return <Parts {...props} />
    case 'proof':
      return <ProofSection {...props} />
  }
}
