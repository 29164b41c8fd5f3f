using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TaskData;

/// <summary>Where the tasks are.</summary>
public static class TasksDatabase
{
    /// <summary>Adds the database: PostgreSQL at <c>ConnectionStrings:Postgres</c>, or else SQLite at <c>ConnectionStrings:Sqlite</c>, or
    /// else a SQLite file in the temporary folder.</summary>
    public static void AddTasksDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres)
            services.AddDbContextPool<TasksDb>(options => options.UseNpgsql(postgres));
        else
            services.AddDbContextPool<TasksDb>(options => options.UseSqlite(configuration.GetConnectionString("Sqlite") ?? DefaultFile()));
    }

    private static string DefaultFile() => $"Data Source={Path.Combine(Path.GetTempPath(), "tasks.db")}";
}
