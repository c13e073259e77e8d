import { useFormat } from '@shared/format/useFormat'

// Below this the digits of a probability say nothing that a power of ten does not say.
const leastWritten = 0.001
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A probability in digits, or a small one as the power of ten that it is below. */
export function useProbability() {
  const { number } = useFormat()
  return (value: number) => {
    if (value >= leastWritten) return number(value, 3)
    if (value <= 0) return '≈ 0'
    const power = -Math.ceil(Math.log10(value))
    return `< 10⁻${Array.from(String(power), (digit) => superscripts[Number(digit)] ?? '').join('')}`
  }
}
