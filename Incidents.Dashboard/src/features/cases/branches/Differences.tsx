import type { CaseBranchDifferencesQuery, CaseSide } from '@shared/graphql/generated/graphql'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Answered } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mergeCaseBranchMutation } from '../caseCommands'
import { useItemText } from '../items/useItemText'
import { branchQuery, type Branch, type Item } from '../queries'
import type { Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { choicesOf } from './choices'
import styles from '../Cases.module.css'

type Found = NonNullable<CaseBranchDifferencesQuery['case']>['branches'][number]['differences']

interface Props {
  readonly of: Shown
  readonly branch: Branch
  readonly mayMerge: boolean
}

/** What the case and a branch do not have alike, and the merge with a choice for each conflict. */
export function Differences({ of, branch, mayMerge }: Props) {
  const answer = partOf(useAnswer(branchQuery, { id: of.file.id }), 'case')
  return (
    <Answered answer={answer}>
      {({ branches }) => {
        const differences = branches.find(({ id }) => id === branch.id)?.differences ?? []
        return <Compared of={of} branch={branch} mayMerge={mayMerge} differences={differences} />
      }}
    </Answered>
  )
}

function Compared({ of, branch, mayMerge, differences }: Props & { readonly differences: Found }) {
  const { t } = useTranslation('cases')
  const itemText = useItemText()
  const [sides, setSides] = useState<Readonly<Record<string, CaseSide>>>({})
  const merge = useCaseCommand(mergeCaseBranchMutation, t('branchMerged'))
  const choices = choicesOf(differences, sides)
  const text = (item: Item | null | undefined) => (item == null ? t('notThere') : itemText(item))
  const decided = new Set(choices?.map(({ itemId }) => itemId))
  return (
    <>
      {differences.length === 0 ? (
        <p className={styles['text']}>{t('noDifferences')}</p>
      ) : (
        <TableFrame label={t('differencesOf', { name: branch.name })}>
          <table className={table['table']} data-differences>
            <thead>
              <tr>
                <th scope="col">{t('atBegin')}</th>
                <th scope="col">{t('inCase')}</th>
                <th scope="col">{t('inTheBranch')}</th>
                <th scope="col">{t('result')}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ itemId, atBegin, inCase, inBranch, conflict, isChangedInBranch }) => (
                <tr key={itemId} data-conflict={conflict ?? undefined}>
                  <td>{text(atBegin)}</td>
                  <td>{text(inCase)}</td>
                  <td>{text(inBranch)}</td>
                  <td>
                    {conflict == null ? (
                      isChangedInBranch ? (
                        t('branchWins')
                      ) : (
                        t('caseWins')
                      )
                    ) : (
                      <>
                        <Badge tone="warn">{t(`conflicts.${conflict}`)}</Badge>
                        {mayMerge ? (
                          <ChoiceField<CaseSide | ''>
                            label={t('choose')}
                            value={sides[itemId] ?? ''}
                            options={[
                              ...(decided.has(itemId) ? [] : [{ value: '' as const, name: t('notChosen') }]),
                              { value: 'CASE', name: t('sides.CASE') },
                              { value: 'BRANCH', name: t('sides.BRANCH') },
                            ]}
                            onChange={(side) => {
                              if (side !== '') setSides((before) => ({ ...before, [itemId]: side }))
                            }}
                          />
                        ) : null}
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {mayMerge ? (
        <div className={styles['commands']} data-screen-only>
          <Button
            isDisabled={merge.isSending || choices === undefined}
            onPress={() => void merge.run({ input: { id: of.file.id, branchId: branch.id, choices: choices ?? [] } })}
          >
            {t('mergeBranch')}
          </Button>
          {choices === undefined ? <span role="status">{t('choicesMissing')}</span> : null}
        </div>
      ) : null}
    </>
  )
}
