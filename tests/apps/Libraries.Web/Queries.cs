using GraphQL;
using GraphQL.Types;

namespace Libraries.Web;

/// <summary>A query that is answered and one that fails.</summary>
static class Queries
{
    public static Task RunAsync() => Server.RunAsync(
        static services => services.AddGraphQL(static graphQL => graphQL.AddSystemTextJson().AddSchema<GreetingSchema>()), Map, AskAsync);

    static void Map(WebApplication server) => server.MapPost("/graphql", AnswerAsync);

    static async Task<IResult> AnswerAsync(Question question, IDocumentExecuter executer, IGraphQLTextSerializer serializer, ISchema schema)
    {
        var result = await executer.ExecuteAsync(new ExecutionOptions { Schema = schema, Query = question.Query });
        return Results.Text(serializer.Serialize(result), "application/json");
    }

    static async Task AskAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        await Server.TryAsync("hello", async () => await AskAsync(client, "query Greet { hello(name: \"Ann\") }"));
        await Server.TryAsync("fails", async () => (await AskAsync(client, "{ hello(name: \"\") }")).Contains("errors"));
    }

    static async Task<string> AskAsync(HttpClient client, string query)
    {
        using var response = await client.PostAsJsonAsync("graphql", new Question(query));
        return await response.Content.ReadAsStringAsync();
    }

    sealed record Question(string Query);

    sealed class GreetingSchema : Schema
    {
        public GreetingSchema(IServiceProvider services)
            : base(services) => Query = new GreetingQuery();
    }

    sealed class GreetingQuery : ObjectGraphType
    {
        public GreetingQuery() => Field<StringGraphType>("hello")
            .Argument<StringGraphType>("name")
            .Resolve(
                static context => context.GetArgument<string>("name") is { Length: > 0 } name ? "Hello " + name
                    : throw new InvalidOperationException("nobody"));
    }
}
