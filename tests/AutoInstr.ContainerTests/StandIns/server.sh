#!/bin/sh
# Starts $SERVER as its public image would, as far as compose.yaml asks for it.
set -e
case $SERVER in
  postgres)
    folder=$(mktemp -d) && chown postgres "$folder" && cd "$folder"
    bin=$(echo /usr/lib/postgresql/*/bin)
    echo "$POSTGRES_PASSWORD" >password
    su postgres -c "$bin/initdb -D data -U $POSTGRES_USER --pwfile=password --auth-host=scram-sha-256"
    echo "host all all all scram-sha-256" >>data/pg_hba.conf
    su postgres -c "$bin/pg_ctl -D data -o '-c listen_addresses=' -w start && createdb -h /var/run/postgresql -U $POSTGRES_USER $POSTGRES_DB
      $bin/pg_ctl -D data -w stop"
    exec su postgres -c "exec $bin/postgres -D data -c 'listen_addresses=*'"
    ;;
  rabbitmq)
    printf 'default_user = %s\ndefault_pass = %s\n' "$RABBITMQ_DEFAULT_USER" "$RABBITMQ_DEFAULT_PASS" >/etc/rabbitmq/rabbitmq.conf
    exec rabbitmq-server
    ;;
  redis) exec redis-server --protected-mode no ;;
  nginx)
    for template in /etc/nginx/templates/*.template; do
      envsubst "$(env | sed 's/=.*//;s/.*/${&}/' | tr '\n' ' ')" <"$template" >"/etc/nginx/conf.d/$(basename "$template" .template)"
    done
    exec nginx -g 'daemon off;'
    ;;
esac
