/** What the page can be heard by. */
export type Tone = 'alert' | 'call'

// Two tones for a call: who does not see the page hears which of the two it is.
const tones: Record<Tone, readonly number[]> = { alert: [660], call: [880, 660, 880] }
const secondsOfTone = 0.16
const leastSecondsApart = 1

/** Plays tones, not more than one a second. Browsers let it begin only when somebody has pressed something. */
export function makeSound(): { readonly play: (tone: Tone) => void; readonly close: () => void } {
  const context = new AudioContext()
  let last = Number.NEGATIVE_INFINITY
  return {
    play: (tone) => {
      const begin = context.currentTime
      if (begin - last < leastSecondsApart) return
      last = begin
      tones[tone].forEach((hertz, index) => note(context, hertz, begin + index * secondsOfTone))
    },
    close: () => void context.close(),
  }
}

function note(context: AudioContext, hertz: number, begin: number) {
  const [source, volume] = [context.createOscillator(), context.createGain()]
  source.frequency.value = hertz
  volume.gain.setValueAtTime(0.0001, begin)
  volume.gain.exponentialRampToValueAtTime(0.2, begin + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + secondsOfTone)
  source.connect(volume).connect(context.destination)
  source.start(begin)
  source.stop(begin + secondsOfTone)
}
