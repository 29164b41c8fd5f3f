using Libraries.Services;
using MediatR;

namespace Libraries.PatchedServices;

/// <summary>A request, one that fails, one whose handler is missing, and a notification.</summary>
static class Mediation
{
    public static async Task RunAsync()
    {
        var mediator = new Mediator(Handlers);
        await Work.TryAsync("answer", async () => await mediator.Send(new Question("6*7")));
        await Work.TryAsync("failure", async () => await mediator.Send(new Question("1/0")));
        await Work.TryAsync("nobody", async () => await mediator.Send(new Unheard()));
        await mediator.Publish(new Happened());
    }

    static object Handlers(Type type) =>
        type == typeof(IRequestHandler<Question, int>) ? new Answer()
        : type == typeof(IEnumerable<INotificationHandler<Happened>>)
            ? new INotificationHandler<Happened>[] { new Listener(), new Listener() }
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
        : null!;

    sealed record Question(string Text) : IRequest<int>;

    sealed record Unheard : IRequest;

    sealed record Happened : INotification;

    sealed class Answer : IRequestHandler<Question, int>
    {
        public async Task<int> Handle(Question request, CancellationToken cancellationToken)
        {
            using var inside = Work.Source.StartActivity("inside " + request.Text);
            await Task.Delay(1, cancellationToken);
            return request.Text == "1/0" ? throw new DivideByZeroException() : 42;
        }
    }

    sealed class Listener : INotificationHandler<Happened>
    {
        public async Task Handle(Happened notification, CancellationToken cancellationToken)
        {
            await Task.Yield();
            using (Work.Source.StartActivity("heard")) { }
        }
    }
}
