namespace Incidents.Tests.Values;

/// <summary>What no event may hold once it is stored.</summary>
internal static class StoredValues
{
    /// <summary>SQL for the stored texts and numbers that lie beyond every bound of the Domain.</summary>
    public const string OutOfBounds =
        """
        select e.type, left(v #>> '{}', 60) from store.mt_events as e, jsonb_path_query(e.data, '$.** ? (@.type() == "string")') as v
        where length(v #>> '{}') > 4000
        union all
        select e.type, left(v #>> '{}', 60) from store.mt_events as e, jsonb_path_query(e.data, '$.** ? (@.type() == "number")') as v
        where abs(v::numeric) > 1.8e308
        """;
}
