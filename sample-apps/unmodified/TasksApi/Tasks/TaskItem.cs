namespace TasksApi.Tasks;

/// <summary>Something to be done.</summary>
/// <param name="Id">The number it is known by.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Minutes">How long it takes one person.</param>
/// <param name="People">How many people share it; zero until somebody takes it.</param>
/// <param name="Created">When it was written down.</param>
sealed record TaskItem(long Id, string Title, int Minutes, int People, DateTimeOffset Created);
