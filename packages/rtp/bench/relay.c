/* What C does with the same work: a socket for each leg, epoll, recvmmsg and sendmmsg; header rewritten, payload tapped.
 *
 *   relay <host> <first port> <legs> <remote port> ...      legs 2i and 2i+1 hear each other, leg k sends to its remote port
 *
 * Prints "ready" when its ports are open; SIGTERM ends it with its CPU in ms.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { batch = 32, most_bytes = 1500, ring_bytes = 16000, most_events = 512 };

struct leg {
  int fd;
  struct sockaddr_in to;
  unsigned ssrc;
  unsigned ring_at;
  unsigned char ring[ring_bytes];
};

static volatile sig_atomic_t is_over;
static void end(int number) { (void)number; is_over = 1; }

int main(int count, char **args) {
  if (count < 5) return 2;
  int legs = atoi(args[3]);
  if (legs < 2 || count < 4 + legs) return 2;
  struct leg *all = calloc((size_t)legs, sizeof *all);
  int epoll = epoll_create1(0);
  for (int i = 0; i < legs; i += 1) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)(atoi(args[2]) + 2 * i))};
    inet_pton(AF_INET, args[1], &at.sin_addr);
    all[i].to = at;
    all[i].to.sin_port = htons((unsigned short)atoi(args[4 + i]));
    all[i].ssrc = htonl(0xc0000000u + (unsigned)i);
    all[i].fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (all[i].fd < 0 || bind(all[i].fd, (struct sockaddr *)&at, sizeof at) < 0) { perror("bind"); return 1; }
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)i};
    epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event);
  }
  static unsigned char buffers[batch][most_bytes];
  static struct mmsghdr messages[batch];
  static struct iovec parts[batch];
  static struct epoll_event events[most_events];
  signal(SIGTERM, end);
  puts("ready");
  fflush(stdout);
  while (!is_over) {
    int ready = epoll_wait(epoll, events, most_events, 20);
    for (int e = 0; e < ready; e += 1) {
      struct leg *from = &all[events[e].data.u32], *to = &all[events[e].data.u32 ^ 1u];
      for (int i = 0; i < batch; i += 1) {
        parts[i] = (struct iovec){buffers[i], most_bytes};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
      }
      int got = recvmmsg(from->fd, messages, batch, MSG_DONTWAIT, NULL);
      for (int i = 0; i < got; i += 1) {
        unsigned size = messages[i].msg_len;
        if (size < 12) continue;
        for (unsigned at = 12; at < size; at += 1) {
          from->ring[from->ring_at] = buffers[i][at];
          from->ring_at = (from->ring_at + 1) % ring_bytes;
        }
        memcpy(buffers[i] + 8, &to->ssrc, 4);
        parts[i].iov_len = size;
        messages[i].msg_hdr.msg_name = &to->to;
        messages[i].msg_hdr.msg_namelen = sizeof to->to;
      }
      if (got > 0) sendmmsg(to->fd, messages, (unsigned)got, MSG_DONTWAIT);
    }
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("%.1f\n", (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3);
  return 0;
}
