import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { codeText } from '@shared/ui/errorText'
import fields from '@shared/ui/Fields.module.css'
import { Panel } from '@shared/ui/Panel'
import { toast } from '@shared/ui/toasts'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { LineField } from '@shared/ui/LineField'
import { caseQuery } from '../queries'
import type { Shown } from '../shown'
import { newKey } from '../useCaseCommand'
import { upload, UploadRefused } from './upload'
import styles from '../Cases.module.css'

/** Takes a file in: it is sent as it is, and the server says its SHA-256. */
export function UploadForm({ of: { file: shown } }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const { t: shared } = useTranslation('shared')
  const { percent } = useFormat()
  const client = useClient()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<{ readonly file: File; readonly key: string }>()
  const [note, setNote] = useState('')
  const [sent, setSent] = useState<number>()
  const running = useRef<AbortController>(undefined)
  // Who leaves the page ends the upload: nothing half-done is kept.
  useEffect(() => () => running.current?.abort(), [])

  const send = async () => {
    if (chosen === undefined || sent !== undefined) return
    const control = new AbortController()
    running.current = control
    setSent(0)
    try {
      const { sha256 } = await upload({
        caseId: shown.id,
        ...chosen,
        note: note.trim() === '' ? undefined : note.trim(),
        onSent: setSent,
        signal: control.signal,
      })
      toast(t('uploaded', { hash: sha256 }))
      setChosen(undefined)
      setNote('')
      if (input.current) input.current.value = ''
      await client.query(caseQuery, { id: shown.id }, { requestPolicy: 'network-only' }).toPromise()
    } catch (error) {
      if (error instanceof UploadRefused)
        toast(error.code === 'UNREACHABLE' ? shared('error.unreachable') : codeText(shared, error.code), 'bad')
      else if (!control.signal.aborted) throw error
    } finally {
      setSent(undefined)
    }
  }

  return (
    <Panel title={t('upload')}>
      <form
        className={styles['fields']}
        data-screen-only
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <div className={fields['field']}>
          <label htmlFor={id}>{t('file')}</label>
          <input
            id={id}
            ref={input}
            type="file"
            disabled={sent !== undefined}
            onChange={(event) => {
              const [file] = event.target.files ?? []
              setChosen(file && { file, key: newKey() })
            }}
          />
        </div>
        <LineField label={t('note')} most={4000} value={note} onChange={setNote} />
        {sent === undefined ? (
          <Button type="submit" isDisabled={chosen === undefined}>
            {t('takeIn')}
          </Button>
        ) : (
          <>
            <span role="status">
              <progress aria-label={t('upload')} value={sent} max={1} /> {percent(sent)}
            </span>
            <Button quiet onPress={() => running.current?.abort()}>
              {t('cancel')}
            </Button>
          </>
        )}
      </form>
    </Panel>
  )
}
