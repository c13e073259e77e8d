namespace Incidents.Benchmarks;

/// <summary>A bound on speed or memory, and how it is measured.</summary>
internal interface IGoal
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured and compared with what, in one line.</summary>
    string What { get; }

    /// <summary>Measures the goal; variants that are compared take turns within one run.</summary>
    Task<GoalResult> Run(BenchmarkContext context);
}
