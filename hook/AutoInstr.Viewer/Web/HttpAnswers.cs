using System.Text.Json;

namespace AutoInstr.Viewer.Web;

/// <summary>How the page's server answers.</summary>
internal static class HttpAnswers
{
    /// <summary>Answers with JSON.</summary>
    public static async Task AnswerAsync(this HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Refuses, with the reason.</summary>
    public static Task FailAsync(this HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message);
    }

    /// <summary>Reads a filter of the request's query, and refuses the request when that is wrong.</summary>
    /// <returns>The filter, or <see langword="null"/> when the request is answered.</returns>
    public static async Task<T?> FilterAsync<T>(this HttpContext context, Func<IQueryCollection, T> read)
        where T : class
    {
        try
        {
            return read(context.Request.Query);
        }
        catch (FormatException e)
        {
            await context.FailAsync(StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>Which page of a list is asked for: how many rows come before it, and how many it has.</summary>
    public static (int Offset, int Limit) Page(this HttpContext context, int mostRows)
    {
        _ = int.TryParse(context.Request.Query["offset"], out var offset);
        var limit = int.TryParse(context.Request.Query["limit"], out var asked) ? Math.Clamp(asked, 1, mostRows) : mostRows;
        return (Math.Max(0, offset), limit);
    }
}
