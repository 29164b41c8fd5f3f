using System.Diagnostics;

namespace Libraries.Queues;

/// <summary>The application's own source, so that what the libraries do has a parent.</summary>
static class Work
{
    public static readonly ActivitySource Source = new("Libraries.App");
}
