namespace TaskData;

/// <summary>Something to be done.</summary>
public sealed record TaskItem
{
    /// <summary>The number it is known by.</summary>
    public long Id { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Title { get; init; }

    /// <summary>How long it takes one person.</summary>
    public required int Minutes { get; init; }

    /// <summary>How many people share it; zero until somebody takes it.</summary>
    public required int People { get; init; }

    /// <summary>When it was written down.</summary>
    public required DateTimeOffset Created { get; init; }
}
