import { codeText } from '@shared/ui/errorText'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePicture } from './usePicture'
import styles from './Live.module.css'

interface Props {
  /** Path of the picture on the host; null where the host does not fetch it. */
  readonly snapshotLink: string | null
  readonly clipLink: string | null
  /** Address of the live picture in the video system. */
  readonly liveLink: string | null
  /** Whether a picture was reported, within reach or not. */
  readonly isReported: boolean
  /** What the alert is. */
  readonly label: string
}

/** What an alert shows: its picture, its recording, and the way to the live picture. */
export function Seen({ snapshotLink, clipLink, liveLink, isReported, label }: Props) {
  const { t } = useTranslation('live')
  const { t: shared } = useTranslation('shared')
  const [isPlaying, setPlaying] = useState(false)
  const [isBroken, setBroken] = useState(false)
  const { address, code } = usePicture(snapshotLink)
  return (
    <figure className={styles['seen']}>
      {clipLink !== null && isPlaying ? (
        // The recordings of cameras have no words.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <video src={clipLink} controls autoPlay onError={() => setBroken(true)} />
      ) : address === undefined ? (
        <p>
          {code !== undefined
            ? codeText(shared, code)
            : snapshotLink !== null
              ? t('pictureComes')
              : isReported
                ? t('pictureElsewhere')
                : t('pictureNone')}
        </p>
      ) : (
        <img src={address} alt={t('pictureOf', { what: label })} />
      )}
      {isBroken ? <p role="status">{codeText(shared, 'PICTURE_UNAVAILABLE')}</p> : null}
      <figcaption>
        {clipLink === null || isPlaying ? null : (
          <button type="button" className={styles['play']} onClick={() => setPlaying(true)}>
            ▶ {t('recording')}
          </button>
        )}
        {liveLink === null ? null : (
          <a href={liveLink} target="_blank" rel="noreferrer">
            {t('livePicture')}
          </a>
        )}
      </figcaption>
    </figure>
  )
}
