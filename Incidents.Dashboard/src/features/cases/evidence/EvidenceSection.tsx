import { Panel } from '@shared/ui/Panel'
import { Empty } from '@shared/ui/states'
import { useMay } from '@shared/session/may'
import { useTranslation } from 'react-i18next'
import type { PartProps } from '../shown'
import { EvidenceCard } from './EvidenceCard'
import { ReferForm } from './ReferForm'
import { UploadForm } from './UploadForm'
import styles from '../Cases.module.css'

/** The evidence of the case with its hashes and custody. */
export function EvidenceSection({ of }: PartProps) {
  const { t } = useTranslation('cases')
  const mayBytes = useMay('evidence')
  const mayAdd = of.mayChange && of.branch === undefined
  return (
    <>
      <Panel title={t('sectionNames.evidence')}>
        <p className={styles['text']}>{t('evidenceMeans')}</p>
        {of.file.evidence.length === 0 ? (
          <Empty title={t('noEvidence')} />
        ) : (
          <ul className={styles['items']}>
            {of.file.evidence.map((item) => (
              <li key={item.id} data-evidence={item.fileName}>
                <EvidenceCard of={of} item={item} mayBytes={mayBytes} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {mayAdd && mayBytes ? <UploadForm of={of} /> : null}
      {mayAdd ? <ReferForm of={of} /> : null}
    </>
  )
}
