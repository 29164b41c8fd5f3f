namespace TasksApi.Tasks;

/// <summary>The body of <c>POST /tasks</c>, as the client sent it.</summary>
/// <param name="Title">What is to be done.</param>
/// <param name="Minutes">How long it takes one person.</param>
/// <param name="People">How many people share it.</param>
sealed record NewTask(string? Title, int Minutes, int People)
{
    private const int LongestTitle = 200;

    /// <summary>What is wrong with it.</summary>
    /// <returns>The complaints by field; empty when the task can be saved.</returns>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(Title))
            errors["title"] = ["A task needs a title."];
        else if (Title.Length > LongestTitle)
            errors["title"] = [$"A title has at most {LongestTitle} characters."];
        if (Minutes < 1)
            errors["minutes"] = ["A task takes at least one minute."];
        if (People < 0)
            errors["people"] = ["The number of people cannot be negative."];
        return errors;
    }
}
