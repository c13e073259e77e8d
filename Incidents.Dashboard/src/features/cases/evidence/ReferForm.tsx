import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { referToEvidenceMutation } from '../itemCommands'
import { LineField } from '@shared/ui/LineField'
import type { Shown } from '../shown'
import { newKey, useCaseCommand } from '../useCaseCommand'
import styles from '../Cases.module.css'

const hash = /^[\da-f]{64}$/
const empty = () => ({ key: newKey(), fileName: '', mediaType: 'video/mp4', uri: '', sha256: '' })

/** Takes evidence in that stays elsewhere, by its address and hash. */
export function ReferForm({ of: { file } }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const [draft, setDraft] = useState(empty)
  const refer = useCaseCommand(referToEvidenceMutation, t('referred'), () => setDraft(empty()))
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const given = {
    key: draft.key,
    fileName: draft.fileName.trim(),
    mediaType: draft.mediaType.trim(),
    uri: draft.uri.trim(),
    sha256: draft.sha256.trim().toLowerCase(),
  }
  const isWhole = hash.test(given.sha256) && Object.values(given).every((text) => text !== '')
  return (
    <Panel title={t('refer')}>
      <form
        className={styles['fields']}
        data-screen-only
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) void refer.run({ input: { id: file.id, ...given } })
        }}
      >
        <LineField
          label={t('fileName')}
          most={500}
          value={draft.fileName}
          onChange={(fileName) => change({ fileName })}
        />
        <LineField
          label={t('mediaType')}
          most={200}
          value={draft.mediaType}
          onChange={(mediaType) => change({ mediaType })}
        />
        <LineField label={t('keptAt')} most={2000} value={draft.uri} onChange={(uri) => change({ uri })} />
        <LineField label="SHA-256" most={64} value={draft.sha256} onChange={(sha256) => change({ sha256 })} />
        <Button type="submit" isDisabled={!isWhole || refer.isSending}>
          {t('takeIn')}
        </Button>
      </form>
    </Panel>
  )
}
