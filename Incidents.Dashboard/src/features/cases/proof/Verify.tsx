import { Button } from '@shared/ui/Button'
import fields from '@shared/ui/Fields.module.css'
import { Panel } from '@shared/ui/Panel'
import { Notice } from '@shared/ui/Notice'
import { Loading } from '@shared/ui/states'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextArea } from '../TextArea'
import { Result } from './Result'
import { canVerify, keyOf } from './note'
import { verify, type Verified } from './verify'
import styles from '../Cases.module.css'

type State =
  | { readonly state: 'idle' | 'checking' | 'noCrypto' | 'keyMalformed' }
  | { readonly state: 'done'; readonly verified: Verified; readonly signer: string }

/** Checks an exported case in the browser, against a key that the reader knows from elsewhere. */
export function Verify() {
  const { t } = useTranslation('cases')
  const id = useId()
  const [file, setFile] = useState<File>()
  const [written, setWritten] = useState('')
  const [state, setState] = useState<State>({ state: 'idle' })
  const check = async (of: File) => {
    setState({ state: 'checking' })
    if (!(await canVerify())) {
      setState({ state: 'noCrypto' })
      return
    }
    const key = await keyOf(written)
    if (key === undefined) setState({ state: 'keyMalformed' })
    else setState({ state: 'done', verified: await verify(of, key), signer: key.name })
  }
  return (
    <Panel title={t('verify')}>
      <div className={styles['text']}>
        <p>{t('verifyMeans')}</p>
      </div>
      <form
        className={styles['fields']}
        data-screen-only
        onSubmit={(event) => {
          event.preventDefault()
          if (file !== undefined) void check(file)
        }}
      >
        <div className={fields['field']}>
          <label htmlFor={id}>{t('exportFile')}</label>
          <input
            id={id}
            type="file"
            accept=".zip,application/zip"
            onChange={(event) => {
              setFile(event.target.files?.[0])
              setState({ state: 'idle' })
            }}
          />
        </div>
        <TextArea label={t('verifierKey')} most={500} value={written} onChange={setWritten} />
        <Button type="submit" isDisabled={file === undefined || written.trim() === '' || state.state === 'checking'}>
          {t('verifyNow')}
        </Button>
      </form>
      {state.state === 'checking' ? <Loading /> : null}
      {state.state === 'noCrypto' ? <Notice tone="bad">{t('noCrypto')}</Notice> : null}
      {state.state === 'keyMalformed' ? <Notice tone="bad">{t('keyMalformed')}</Notice> : null}
      {state.state === 'done' ? <Result {...state} /> : null}
    </Panel>
  )
}
