/** What a colour says. Never by colour alone: a word says it too. */
export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'
