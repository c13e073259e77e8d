using Incidents.Domain.PersonalData;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.PersonalData;

/// <summary>What is done with personal data counts for nothing: whatever is masked counts as before.</summary>
internal static class PersonalDataCounts
{
    public static void Declare(CountRules rules) => rules
        .Uncounted<MaskingBegun>()
        .Uncounted<MaskingCompleted>()
        .Uncounted<RetentionExecuted>()
        .Uncounted<PersonBlocked>()
        .Uncounted<PersonUnblocked>();
}
