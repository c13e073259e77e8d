import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { webAddress } from './webAddress'
import styles from './Media.module.css'

interface Props {
  readonly uri: string
  readonly sha256: string | null
  /** What it shows. */
  readonly label: string
  /** Whether it is a picture: a recording is only linked. */
  readonly isPicture?: boolean
}

/** A picture or a recording that a report refers to. Its file is kept by the source, and may not be within reach. */
export function Media({ uri, sha256, label, isPicture = false }: Props) {
  const { t } = useTranslation('shared')
  const [isMissing, setMissing] = useState(false)
  const address = webAddress(uri)
  return (
    <figure className={styles['media']}>
      {isPicture && address !== undefined && !isMissing ? (
        <img src={address} alt={label} loading="lazy" referrerPolicy="no-referrer" onError={() => setMissing(true)} />
      ) : null}
      <figcaption>
        {address === undefined ? (
          <code>{uri}</code>
        ) : (
          <a href={address} target="_blank" rel="noreferrer">
            {label}
          </a>
        )}
        {isMissing ? <p>{t('mediaMissing')}</p> : null}
        {sha256 === null ? null : (
          <p>
            SHA-256: <code>{sha256}</code>
          </p>
        )}
      </figcaption>
    </figure>
  )
}
